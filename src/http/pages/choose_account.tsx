import type { JSX } from "hono/jsx/jsx-runtime";
import { type ClientCard, ClientSummary } from "./client_card.tsx";
import { visibleText } from "../../domain/display_name.ts";
import type { TraceRow } from "../../protocol/trace.ts";
import { Explanation } from "./explanation.tsx";
import { FormProblem } from "./form_problem.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";
import { Reference } from "./reference.tsx";

/** An account that is signed in to this browser. */
export interface SignedInAccount {
  /** Value that names the session in the form. */
  readonly session: string;
  readonly label: string;
  readonly detail?: string | undefined;
  /** It may not use the client: it is shown, and cannot be chosen. */
  readonly barred?: boolean;
}

/** Under what a refusal stands in the log. */
interface Refusal {
  readonly reference: string;
  /** The checks; given in development only. */
  readonly trace?: readonly TraceRow[] | undefined;
}

/** What a person calls an account by. */
function AccountName({ account: { label, detail } }: { readonly account: SignedInAccount }): JSX.Element {
  return (
    <>
      <strong>
        <bdi>{visibleText(label)}</bdi>
      </strong>
      {detail === undefined ? null : (
        <small>
          <bdi>{visibleText(detail)}</bdi>
        </small>
      )}
    </>
  );
}

/**
 * Renders the page on which a person chooses one of the accounts that are signed in to the browser.
 *
 * @param props.action Address that the choice is sent to: `session` holds the chosen session or `other`.
 * @param props.method `get` where choosing only leads to a page; there is nothing to cancel then. With `post`,
 * `decision=deny` cancels.
 * @param props.fields Hidden inputs by name.
 * @param props.client Who the person signs in for.
 * @param props.refusal Where the account that was meant may not use the client: under what that stands in the log.
 * @see OpenID Connect Core section 3.1.2.1 (prompt `select_account`)
 */
export function ChooseAccountPage(
  { setting, action, method = "post", fields, client, accounts, refusal }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly method?: "get" | "post";
    readonly fields: Readonly<Record<string, string>>;
    readonly client?: ClientCard | undefined;
    readonly accounts: readonly SignedInAccount[];
    readonly refusal?: Refusal | undefined;
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
      <FormProblem problem={refusal && texts.refused} />
      <form method={method} action={action}>
        <HiddenFields fields={fields} />
        <ul class="accounts">
          {accounts.map((account) => (
            <li>
              {account.barred
                ? (
                  <div class="barred">
                    <AccountName account={account} />
                    <small>{texts.barred}</small>
                  </div>
                )
                : (
                  <button type="submit" class="plain" name="session" value={account.session}>
                    <AccountName account={account} />
                  </button>
                )}
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
      {refusal === undefined
        ? null
        : <Reference texts={setting.texts.problem} reference={refusal.reference} />}
      {refusal?.trace === undefined ? null : <Explanation trace={refusal.trace} />}
    </Layout>
  );
}
