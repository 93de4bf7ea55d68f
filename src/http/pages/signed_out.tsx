import type { JSX } from "hono/jsx/jsx-runtime";
import { visibleText } from "../../domain/display_name.ts";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * What an app's page may do in a frame here: run its script with its own cookies. It leads nobody away, opens nothing
 * and downloads nothing.
 */
const sandbox = "allow-scripts allow-same-origin";

/**
 * Renders the page that says that somebody is signed out, and meanwhile loads what tells the apps.
 *
 * @param props.frames Addresses that the browser loads, unseen (OpenID Connect Front-Channel Logout section 2).
 * @param props.onward Where the person goes next: after a moment or by the link; by the link alone, under the host that
 * it leads to, where that has to be shown.
 * @param props.upstreams Where the person may sign out too, by what each is called.
 */
export function SignedOutPage(
  { setting, frames, onward, upstreams = [] }: {
    readonly setting: PageSetting;
    readonly frames: readonly string[];
    readonly onward?:
      | { readonly location: string; readonly host: string; readonly shown: boolean }
      | undefined;
    readonly upstreams?: readonly { readonly name: string; readonly location: string }[];
  },
): JSX.Element {
  const { notices: { signedOut: { title, message } }, handOver, wayBack } = setting.texts;
  const { location, host = "", shown = false } = onward ?? {};
  return (
    <Layout setting={setting} title={title} refresh={shown ? undefined : location}>
      <h1>{title}</h1>
      <p>{message}</p>
      {shown
        ? (
          <p class="client">
            <strong>
              <bdi>{visibleText(host)}</bdi>
            </strong>
          </p>
        )
        : null}
      {location === undefined ? null : (
        <a class="button" href={location} rel="noreferrer">
          {shown ? wayBack.submit : handOver.submit}
        </a>
      )}
      {upstreams.map(({ name, location: href }) => (
        <a class="button plain" href={href} key={href} rel="noreferrer">
          {setting.texts.upstream.signOutThere(name)}
        </a>
      ))}
      {frames.map((src) => <iframe src={src} key={src} sandbox={sandbox} title="" hidden></iframe>)}
    </Layout>
  );
}
