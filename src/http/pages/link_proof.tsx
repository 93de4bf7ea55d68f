import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName, visibleText } from "../../domain/display_name.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that asks a person who has signed in to their account whether an account elsewhere is to be linked with
 * it.
 *
 * @param props.name What the upstream is called.
 * @param props.account The account here, by what they sign in with.
 * @param props.action Address that the decision is posted to, as `decision=allow` or `decision=deny`.
 * @param props.fields Hidden inputs by name.
 */
export function LinkProofPage(
  { setting, name, account, action, fields }: {
    readonly setting: PageSetting;
    readonly name: string;
    readonly account: string;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): JSX.Element {
  const texts = setting.texts.upstream, shown = displayName(name), { title, message } = texts.proof.confirm;
  return (
    <Layout setting={setting} title={title(shown)}>
      <h1>{title(shown)}</h1>
      <p class="account">
        {setting.texts.account.signedInAs}{" "}
        <strong>
          <bdi>{visibleText(account)}</bdi>
        </strong>
      </p>
      <p>{message(shown)}</p>
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <div class="buttons">
          <button type="submit" name="decision" value="allow">{texts.links.connect(shown)}</button>
          <button type="submit" class="plain" name="decision" value="deny">{setting.texts.cancel}</button>
        </div>
      </form>
    </Layout>
  );
}
