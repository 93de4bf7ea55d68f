import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that asks for one click before a person goes to an upstream: another site sent them here, or they
 * link an account.
 *
 * @param props.purpose What they go there for.
 * @param props.name What the upstream is called.
 * @param props.action Address that the form is posted to.
 * @param props.fields Hidden inputs by name.
 */
export function ContinueUpstreamPage(
  { setting, purpose, name, action, fields }: {
    readonly setting: PageSetting;
    readonly purpose: "confirm" | "connect";
    readonly name: string;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): JSX.Element {
  const texts = setting.texts.upstream, shown = displayName(name), words = texts[purpose];
  return (
    <Layout setting={setting} title={words.title(shown)}>
      <h1>{words.title(shown)}</h1>
      <p>{words.message(shown)}</p>
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <div class="buttons">
          <button type="submit">
            {(purpose === "connect" ? texts.links.connect : texts.continueWith)(shown)}
          </button>
        </div>
      </form>
    </Layout>
  );
}
