import type { JSX } from "hono/jsx/jsx-runtime";
import { visibleText } from "../../domain/display_name.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that stands between an error and a client for which nobody vouches: the person sees where it goes
 * before they go there, so that nobody can use this server to send people to an address of theirs.
 *
 * @param props.host Where it goes, as people read it.
 * @param props.way The address with the error, or the form that carries it to the validated redirect URI.
 * @see RFC 9700 section 4.11.2
 */
export function WayBackPage(
  { setting, host, way }: {
    readonly setting: PageSetting;
    readonly host: string;
    readonly way:
      | { readonly href: string }
      | { readonly action: string; readonly fields: Readonly<Record<string, string>> };
  },
): JSX.Element {
  const texts = setting.texts.wayBack;
  return (
    <Layout setting={setting} title={texts.title}>
      <h1>{texts.title}</h1>
      <p>{texts.message}</p>
      <p class="client">
        <strong>
          <bdi>{visibleText(host)}</bdi>
        </strong>
      </p>
      {"href" in way
        ? <a class="button" href={way.href} rel="noreferrer">{texts.submit}</a>
        : (
          <form method="post" action={way.action}>
            <HiddenFields fields={way.fields} />
            <div class="buttons">
              <button type="submit">{texts.submit}</button>
            </div>
          </form>
        )}
    </Layout>
  );
}
