import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that asks for one click before a person goes to an upstream, because another site sent them here.
 *
 * @param props.name What the upstream is called.
 * @param props.action Address that the form is posted to.
 * @param props.fields Hidden inputs by name.
 */
export function ContinueUpstreamPage(
  { setting, name, action, fields }: {
    readonly setting: PageSetting;
    readonly name: string;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): JSX.Element {
  const texts = setting.texts.upstream, shown = displayName(name), title = texts.confirm.title(shown);
  return (
    <Layout setting={setting} title={title}>
      <h1>{title}</h1>
      <p>{texts.confirm.message(shown)}</p>
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <div class="buttons">
          <button type="submit">{texts.continueWith(shown)}</button>
        </div>
      </form>
    </Layout>
  );
}
