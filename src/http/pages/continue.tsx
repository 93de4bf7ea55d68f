import type { JSX } from "hono/jsx/jsx-runtime";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that takes the browser on to an address outside, after a form was posted.
 *
 * A redirect would not do: browsers hold the redirects that follow a form to the page's `form-action`.
 *
 * @param props.href The validated redirect URI with the response's parameters.
 * @see Content Security Policy Level 3 section 6.4.1
 */
export function ContinuePage(
  { setting, href }: { readonly setting: PageSetting; readonly href: string },
): JSX.Element {
  const texts = setting.texts.handOver;
  return (
    <Layout setting={setting} title={texts.title} refresh={href}>
      <h1>{texts.title}</h1>
      <p>{texts.message}</p>
      <a class="button" href={href}>{texts.submit}</a>
    </Layout>
  );
}
