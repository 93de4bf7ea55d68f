import type { JSX } from "hono/jsx/jsx-runtime";
import { type ClientCard, ClientSummary } from "./client_card.tsx";
import { visibleText } from "../../domain/display_name.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

/** An account that is signed in to this browser. */
export interface SignedInAccount {
  /** Value that names the session in the form. */
  readonly session: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

/**
 * Renders the page on which a person chooses one of the accounts that are signed in to the browser.
 *
 * @param props.action Address that the choice is sent to: `session` holds the chosen session or `other`.
 * @param props.method `get` where choosing only leads to a page; there is nothing to cancel then. With `post`,
 * `decision=deny` cancels.
 * @param props.fields Hidden inputs by name.
 * @param props.client Who the person signs in for.
 * @see OpenID Connect Core section 3.1.2.1 (prompt `select_account`)
 */
export function ChooseAccountPage(
  { setting, action, method = "post", fields, client, accounts }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly method?: "get" | "post";
    readonly fields: Readonly<Record<string, string>>;
    readonly client?: ClientCard | undefined;
    readonly accounts: readonly SignedInAccount[];
  },
): JSX.Element {
  const texts = setting.texts.chooseAccount;
  return (
    <Layout setting={setting} title={texts.title}>
      <h1>{texts.title}</h1>
      {client === undefined ? null : (
        <>
          <p class="lead">{texts.continueTo}</p>
          <ClientSummary client={client} />
        </>
      )}
      <form method={method} action={action}>
        <HiddenFields fields={fields} />
        <ul class="accounts">
          {accounts.map((account) => (
            <li>
              <button type="submit" class="plain" name="session" value={account.session}>
                <strong>
                  <bdi>{visibleText(account.label)}</bdi>
                </strong>
                {account.detail === undefined ? null : (
                  <small>
                    <bdi>{visibleText(account.detail)}</bdi>
                  </small>
                )}
              </button>
            </li>
          ))}
          <li>
            <button type="submit" class="plain" name="session" value="other">{texts.other}</button>
          </li>
        </ul>
        {method === "get" ? null : (
          <div class="buttons">
            <button type="submit" class="quiet" name="decision" value="deny">{setting.texts.cancel}</button>
          </div>
        )}
      </form>
    </Layout>
  );
}
