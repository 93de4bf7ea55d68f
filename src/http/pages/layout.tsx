import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";

/** What every page is told about the place that it is shown in. */
export interface PageSetting {
  /** Language tag of the texts, for the `lang` attribute. */
  readonly locale: string;
  readonly texts: Texts;
  /** Addresses of the static assets. */
  readonly assets: { readonly css: string; readonly formPost: string; readonly icon: string };
}

/**
 * Renders the whole document around a page's content.
 *
 * Nothing in it is inline and nothing comes from another host, so that it lives under `default-src 'self'`.
 *
 * @param props.title Title of the page; the product's name is added to it.
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
  return (
    <html lang={setting.locale} dir={setting.texts.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{title} – Latchkey</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {refresh === undefined ? null : <meta http-equiv="refresh" content={`3;url=${refresh}`} />}
        <link rel="stylesheet" href={setting.assets.css} />
        <link rel="icon" type="image/svg+xml" href={setting.assets.icon} />
        {script === undefined ? null : <script src={script} defer></script>}
      </head>
      <body>
        <header>
          <img src={setting.assets.icon} alt="" width="48" height="48" />
          <span>Latchkey</span>
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}
