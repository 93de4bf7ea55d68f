import type { JSX } from "hono/jsx/jsx-runtime";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders a page that says that something is done.
 *
 * @param props.title What is done.
 * @param props.message What the person can do now.
 */
export function NoticePage(
  { setting, title, message }: {
    readonly setting: PageSetting;
    readonly title: string;
    readonly message: string;
  },
): JSX.Element {
  return (
    <Layout setting={setting} title={title}>
      <h1>{title}</h1>
      <p>{message}</p>
    </Layout>
  );
}
