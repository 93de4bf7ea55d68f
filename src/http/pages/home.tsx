import type { JSX } from "hono/jsx/jsx-runtime";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page at the issuer's own address: what this server is, and where developers find what they need.
 *
 * @param props.issuer The configured issuer identifier.
 * @param props.discoveryHref Address of the provider's configuration.
 * @param props.playgroundHref Address of the playground, where there is one.
 * @param props.accountHref Address of the page where people look after their own account.
 * @see OpenID Connect Discovery section 4
 */
export function HomePage(
  { setting, issuer, discoveryHref, accountHref, playgroundHref }: {
    readonly setting: PageSetting;
    readonly issuer: string;
    readonly discoveryHref: string;
    readonly accountHref: string;
    readonly playgroundHref?: string | undefined;
  },
): JSX.Element {
  const texts = setting.texts.home;
  return (
    <Layout setting={setting} title={texts.title}>
      <h1>{texts.title}</h1>
      <p>{texts.message}</p>
      <div class="reference">
        <p>
          {texts.issuer} <code>{issuer}</code>
        </p>
        <a href={discoveryHref}>{texts.discovery}</a>
        <a href={accountHref}>{texts.account}</a>
        {playgroundHref === undefined ? null : <a href={playgroundHref} lang="en">Playground</a>}
      </div>
    </Layout>
  );
}
