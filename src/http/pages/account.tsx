import type { JSX } from "hono/jsx/jsx-runtime";
import type { OpenSession } from "../../accounts/list_sessions.ts";
import type { Instant } from "../../domain/time.ts";
import { AppList, type ShownApp } from "./account_apps.tsx";
import { AccountUpstreams, type RemovedLink, type ShownLink } from "./account_upstreams.tsx";
import type { ShownUpstream } from "./upstreams.tsx";
import { SessionList } from "./account_sessions.tsx";
import { ChangePassword } from "./change_password.tsx";
import { visibleText } from "../../domain/display_name.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import type { Texts } from "../texts/catalogue.ts";
import { Layout, type PageSetting } from "./layout.tsx";

/** What the account page shows of a person. */
export interface ShownPerson {
  /** What they sign in with. */
  readonly login: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** What the account page is made from. */
export interface AccountPageProps {
  readonly setting: PageSetting;
  /** Address that every form is posted to. */
  readonly action: string;
  /** Hidden inputs by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly person: ShownPerson;
  readonly sessions: readonly OpenSession[];
  readonly apps: readonly ShownApp[];
  /** Address of the next apps, where there are more. */
  readonly moreAppsHref?: string | undefined;
  /** Address where another account can be chosen, where several are signed in in this browser. */
  readonly switchHref?: string | undefined;
  /** Address where another account can be signed in. */
  readonly addHref: string;
  /** Accounts elsewhere with which the person signs in, and places where they could have one. */
  readonly links?: readonly ShownLink[];
  readonly removed?: readonly RemovedLink[];
  readonly others?: readonly ShownUpstream[];
  /** False where the account has no password. */
  readonly password?: boolean;
  readonly now: Instant;
  /** Shortest password accepted, in characters. */
  readonly minimumLength: number;
  /** What was just done, in the page's language. */
  readonly done?: string | undefined;
  /** Why the password was not changed, in the page's language. */
  readonly problem?: string | undefined;
}

/** Renders what a person can see and decide about their own account: apps, sessions, the password. */
export function AccountPage(props: AccountPageProps): JSX.Element {
  const { setting, action, fields, person, switchHref, addHref, done } = props;
  const words = setting.texts.account;
  return (
    <Layout setting={setting} title={words.title}>
      <h1>{words.title}</h1>
      {done === undefined ? null : <p class="done" role="status">{done}</p>}
      <Person person={person} texts={setting.texts.account} switchHref={switchHref} addHref={addHref} />
      <AppList {...{ setting, action, fields, apps: props.apps, moreHref: props.moreAppsHref }} />
      <SessionList {...{ setting, action, fields, sessions: props.sessions, now: props.now }} />
      <AccountUpstreams
        {...{ setting, action, fields, links: props.links ?? [], others: props.others ?? [] }}
        removed={props.removed ?? []}
        now={props.now}
      />
      {props.password === false ? null : (
        <ChangePassword
          {...{ setting, action, fields, username: person.login, problem: props.problem }}
          minimumLength={props.minimumLength}
        />
      )}
      <section class="part">
        <form method="post" action={action}>
          <HiddenFields fields={fields} />
          <div class="buttons">
            <button type="submit" class="plain" name="sign_out" value="this">{words.signOut}</button>
            {switchHref === undefined
              ? null
              : <button type="submit" class="plain" name="sign_out" value="all">{words.signOutAll}</button>}
          </div>
        </form>
      </section>
    </Layout>
  );
}

function Person(
  { person: { login, name, email }, texts, switchHref, addHref }: {
    readonly person: ShownPerson;
    readonly texts: Texts["account"];
    readonly switchHref: string | undefined;
    readonly addHref: string;
  },
): JSX.Element {
  const shown = name ?? login;
  const beside = new Set([login, email ?? login].filter((line) => line !== shown));
  return (
    <p class="account">
      {texts.signedInAs}{" "}
      <strong>
        <bdi>{visibleText(shown)}</bdi>
      </strong>
      {[...beside].map((line) => (
        <small>
          <bdi>{visibleText(line)}</bdi>
        </small>
      ))}
      {switchHref === undefined ? null : <a href={switchHref}>{texts.switchAccount}</a>}
      <a href={addHref}>{texts.addAccount}</a>
    </p>
  );
}
