import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import { Layout, type PageSetting } from "./layout.tsx";

/** Renders the page from which a person goes on to an upstream by itself, or by a click. */
export function LeavePage(
  { setting, name, href }: {
    readonly setting: PageSetting;
    readonly name: string;
    readonly href: string;
  },
): JSX.Element {
  const { handOver, upstream } = setting.texts;
  return (
    <Layout setting={setting} title={handOver.title}>
      <h1>{handOver.title}</h1>
      <p>{handOver.message}</p>
      <p>
        <a class="button" href={href}>{upstream.continueWith(displayName(name))}</a>
      </p>
    </Layout>
  );
}
