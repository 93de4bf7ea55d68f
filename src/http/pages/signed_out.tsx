import type { JSX } from "hono/jsx/jsx-runtime";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that says that somebody is signed out, and meanwhile loads what tells the apps.
 *
 * @param props.frames Addresses that the browser loads, unseen (OpenID Connect Front-Channel Logout section 2).
 * @param props.continueHref Where the person goes next: after a moment, or by the link.
 */
export function SignedOutPage(
  { setting, frames, continueHref }: {
    readonly setting: PageSetting;
    readonly frames: readonly string[];
    readonly continueHref?: string | undefined;
  },
): JSX.Element {
  const { title, message } = setting.texts.notices.signedOut;
  return (
    <Layout setting={setting} title={title} refresh={continueHref}>
      <h1>{title}</h1>
      <p>{message}</p>
      {continueHref === undefined
        ? null
        : <a class="button" href={continueHref}>{setting.texts.handOver.submit}</a>}
      {frames.map((src) => <iframe src={src} key={src} title="" hidden></iframe>)}
    </Layout>
  );
}
