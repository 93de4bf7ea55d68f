import type { JSX } from "hono/jsx/jsx-runtime";
import type { TraceRow } from "../../protocol/trace.ts";
import { type ClientCard, ClientSummary } from "./client_card.tsx";
import { visibleText } from "../../domain/display_name.ts";
import { Explanation } from "./explanation.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/**
 * Renders the page that asks whether to sign out of this browser.
 *
 * @param props.action Address that `decision` is posted to: `sign_out` or `stay`.
 * @param props.fields Hidden inputs by name.
 * @param props.client The app that asks, where the request tells.
 * @param props.accounts Who is signed in here.
 * @param props.trace Why the request alone does not sign out; given in development only.
 * @see OpenID Connect RP-Initiated Logout section 2
 */
export function SignOutPage(
  { setting, action, fields, client, accounts, trace }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly client: ClientCard | undefined;
    readonly accounts: readonly { readonly label: string }[];
    readonly trace?: readonly TraceRow[] | undefined;
  },
): JSX.Element {
  const texts = setting.texts.signOut;
  return (
    <Layout setting={setting} title={texts.title}>
      <h1>{texts.title}</h1>
      {client === undefined ? null : (
        <>
          <p class="lead">{texts.asker}</p>
          <ClientSummary client={client} />
        </>
      )}
      <p>{texts.accounts}</p>
      <ul class="agreed">
        {accounts.map(({ label }) => (
          <li>
            <bdi>{visibleText(label)}</bdi>
          </li>
        ))}
      </ul>
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <div class="buttons">
          <button type="submit" name="decision" value="sign_out">{texts.submit}</button>
          <button type="submit" class="plain" name="decision" value="stay">{texts.stay}</button>
        </div>
      </form>
      {trace === undefined ? null : <Explanation trace={trace} />}
    </Layout>
  );
}
