import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";
import { type ClientCard, ClientLinks, ClientSummary } from "./client_card.tsx";
import { FormProblem, problemId } from "./form_problem.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";
import { type ShownUpstream, Upstreams } from "./upstreams.tsx";

/** The inputs for a username and a password; the first that is empty is where typing starts. */
function PasswordInputs(
  { texts, username, problem }: {
    readonly texts: Texts["signIn"];
    readonly username: string | undefined;
    readonly problem: string | undefined;
  },
): JSX.Element {
  const prefilled = username !== undefined && username !== "";
  return (
    <>
      <label for="username">{texts.username}</label>
      <input
        id="username"
        name="username"
        type="text"
        value={username ?? ""}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        autofocus={!prefilled}
      />
      <label for="password">{texts.password}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus={prefilled}
        aria-describedby={problem === undefined ? undefined : problemId}
      />
    </>
  );
}

/**
 * Renders the page that asks for a username and a password.
 *
 * @param props.action Address that the form is posted to; it also takes `decision=deny`, and `decision=organisation`
 * where an upstream is the way in for some addresses.
 * @param props.fields Hidden inputs by name.
 * @param props.reason Why the person is asked, where it is for more than to sign in; it is the title then.
 * @param props.client Who the person signs in for.
 * @param props.username Username to start from, for example `login_hint`.
 * @param props.problem Why the last attempt failed, in the page's language.
 * @param props.cancellable False where there is nothing to go back to: no `decision=deny` then.
 * @param props.stronger Whether a password is not enough: there are no inputs for one then, and the upstreams come first.
 * @param props.upstreams Other servers that people may sign in with.
 * @param props.accountsHref Address where an account that is already signed in can be chosen.
 * @see OpenID Connect Core section 3.1.2.3
 */
export function SignInPage(
  props: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly reason?: { readonly title: string; readonly message: string } | undefined;
    readonly client?: ClientCard | undefined;
    readonly username?: string | undefined;
    readonly problem?: string | undefined;
    readonly accountsHref?: string | undefined;
    readonly upstreams?: readonly ShownUpstream[];
    readonly cancellable?: boolean;
    readonly stronger?: boolean;
  },
): JSX.Element {
  const { setting, action, fields, reason, client, username, problem, accountsHref } = props;
  const { upstreams = [], cancellable = true, stronger = false } = props;
  const texts = setting.texts.signIn, title = reason?.title ?? texts.title;
  const cancel = cancellable
    ? (
      <button type="submit" class="plain" name="decision" value="deny" formnovalidate>
        {setting.texts.cancel}
      </button>
    )
    : null;
  return (
    <Layout setting={setting} title={title}>
      <h1>{title}</h1>
      {reason === undefined ? null : <p>{reason.message}</p>}
      {client === undefined ? null : (
        <>
          <p class="lead">{texts.continueTo}</p>
          <ClientSummary client={client} />
        </>
      )}
      {stronger && problem === undefined ? <p>{texts.stronger}</p> : null}
      <FormProblem problem={problem} />
      {stronger
        ? (
          <>
            <Upstreams upstreams={upstreams} texts={setting.texts.upstream} alone />
            <form method="post" action={action}>
              <HiddenFields fields={fields} />
              <div class="buttons">{cancel}</div>
            </form>
          </>
        )
        : (
          <>
            <form method="post" action={action}>
              <HiddenFields fields={fields} />
              <PasswordInputs {...{ texts, username, problem }} />
              <div class="buttons">
                <button type="submit">{texts.submit}</button>
                {upstreams.some(({ hasDomains }) => hasDomains)
                  ? (
                    <button type="submit" class="plain" name="decision" value="organisation" formnovalidate>
                      {setting.texts.upstream.organisation.submit}
                    </button>
                  )
                  : null}
                {cancel}
              </div>
            </form>
            <Upstreams upstreams={upstreams} texts={setting.texts.upstream} />
          </>
        )}
      {accountsHref === undefined ? null : (
        <p class="aside">
          <a href={accountsHref}>{texts.signedInAccounts}</a>
        </p>
      )}
      {client === undefined ? null : <ClientLinks client={client} texts={setting.texts.client} />}
    </Layout>
  );
}
