import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders a page that says that something is done.
 *
 * @param props.title What is done.
 * @param props.message What the person can do now.
 * @param props.beside What else they should know: names, and where they can change that.
 */
export function NoticePage(
  { setting, title, message, beside }: {
    readonly setting: PageSetting;
    readonly title: string;
    readonly message: string;
    readonly beside?: {
      readonly message: string;
      readonly names: readonly string[];
      readonly href: string;
    } | undefined;
  },
): JSX.Element {
  return (
    <Layout setting={setting} title={title}>
      <h1>{title}</h1>
      <p>{message}</p>
      {beside === undefined ? null : (
        <>
          <p>{beside.message}</p>
          <ul class="agreed">
            {beside.names.map((name) => (
              <li>
                <bdi>{displayName(name)}</bdi>
              </li>
            ))}
          </ul>
          <a class="button plain" href={beside.href}>{setting.texts.account.title}</a>
        </>
      )}
    </Layout>
  );
}
