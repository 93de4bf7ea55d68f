import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Brand } from "../brand.ts";
import type { Texts } from "../texts/catalogue.ts";

/** What every page is told about the place that it is shown in. */
export interface PageSetting {
  /** Language tag of the texts, for the `lang` attribute. */
  readonly locale: string;
  readonly texts: Texts;
  /** Addresses of the static assets. */
  readonly assets: { readonly css: string; readonly formPost: string; readonly icon: string };
  /** Whose page it is. */
  readonly brand: Brand;
}

/**
 * Renders the whole document around a page's content.
 *
 * Nothing in it is inline and nothing comes from another host, so that it lives under `default-src 'self'`.
 *
 * @param props.title Title of the page; the name of whose page it is is added to it.
 * @param props.script Address of a script that the page can do without.
 * @param props.refresh Address that the browser goes to by itself after some seconds.
 */
export function Layout(
  { setting, title, children, script, refresh }: {
    readonly setting: PageSetting;
    readonly title: string;
    readonly children: Child;
    readonly script?: string | undefined;
    readonly refresh?: string | undefined;
  },
): JSX.Element {
  const { brand, assets } = setting;
  return (
    <html lang={setting.locale} dir={setting.texts.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} – ${brand.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {refresh === undefined ? null : <meta http-equiv="refresh" content={`3;url=${refresh}`} />}
        <link rel="stylesheet" href={assets.css} />
        {brand.colours === undefined ? null : <link rel="stylesheet" href={brand.colours} />}
        {brand.logo === assets.icon
          ? <link rel="icon" type="image/svg+xml" href={assets.icon} />
          : <link rel="icon" href={brand.logo} />}
        {script === undefined ? null : <script src={script} defer></script>}
      </head>
      <body>
        <header>
          <img src={brand.logo} alt="" width="48" height="48" />
          <bdi>{brand.name}</bdi>
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}
