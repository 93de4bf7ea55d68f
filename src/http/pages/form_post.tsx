import type { JSX } from "hono/jsx/jsx-runtime";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the form that carries an authorization response to the client.
 *
 * The script submits it; without the script the person presses the button.
 *
 * @param props.action The validated redirect URI.
 * @param props.fields Parameters of the response by name.
 * @see OAuth 2.0 Form Post Response Mode section 2
 */
export function FormPostPage(
  { setting, action, fields }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): JSX.Element {
  const texts = setting.texts.handOver;
  return (
    <Layout setting={setting} title={texts.title} script={setting.assets.formPost}>
      <h1>{texts.title}</h1>
      <p>{texts.message}</p>
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <div class="buttons">
          <button type="submit">{texts.submit}</button>
        </div>
      </form>
    </Layout>
  );
}
