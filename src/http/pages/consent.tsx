import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";
import { ClaimItem } from "./claim_item.tsx";
import { type ClientCard, ClientLinks, ClientSummary } from "./client_card.tsx";
import { visibleText } from "../../domain/display_name.ts";
import { FormProblem } from "./form_problem.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";
import { ScopeItem, type ShownScope } from "./scope_item.tsx";

/** A scope that is asked for. */
export interface AskedScope extends ShownScope {
  /** False when the person agreed to it before. */
  readonly isNew: boolean;
}

/** A claim that is asked for by its name. */
export interface AskedByName {
  readonly name: string;
  readonly isNew: boolean;
}

/**
 * Renders the page on which a person agrees to what a client asks for, or refuses.
 *
 * @param props.action Address that the decision is posted to, as `decision=allow` or `decision=deny`.
 * @param props.fields Hidden inputs by name.
 * @param props.account The account that would be used.
 * @param props.scopes Every scope asked for; what was agreed to before is shown apart.
 * @param props.claims Every claim asked for by name that none of the scopes releases.
 * @param props.switchHref Address where another account can be chosen.
 * @param props.problem Why the page is shown again, in the page's language.
 * @see OpenID Connect Core section 3.1.2.4
 */
export function ConsentPage(
  { setting, action, fields, client, account, scopes, claims, switchHref, problem }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly client: ClientCard;
    readonly account: { readonly label: string };
    readonly scopes: readonly AskedScope[];
    readonly claims: readonly AskedByName[];
    readonly switchHref: string;
    readonly problem?: string | undefined;
  },
): JSX.Element {
  const texts = setting.texts.consent;
  return (
    <Layout setting={setting} title={texts.title}>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.asker}</p>
      <ClientSummary client={client} />
      {client.unverified ? <p class="warning">{setting.texts.client.unverified}</p> : null}
      <FormProblem problem={problem} />
      <p class="account">
        {texts.account}{" "}
        <strong>
          <bdi>{visibleText(account.label)}</bdi>
        </strong>{" "}
        <a href={switchHref}>{texts.switchAccount}</a>
      </p>
      <AskedList
        heading={texts.asksFor}
        kind="asked"
        texts={setting.texts}
        scopes={scopes.filter((scope) => scope.isNew)}
        claims={claims.filter((claim) => claim.isNew)}
      />
      <AskedList
        heading={texts.alreadyAllowed}
        kind="agreed"
        texts={setting.texts}
        scopes={scopes.filter((scope) => !scope.isNew)}
        claims={claims.filter((claim) => !claim.isNew)}
      />
      {client.elsewhere ? <p class="warning">{texts.elsewhere(visibleText(client.target))}</p> : null}
      {client.onDevice ? <p class="warning">{texts.onDevice}</p> : null}
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <div class="buttons">
          <button type="submit" name="decision" value="allow">{texts.allow}</button>
          <button type="submit" class="plain" name="decision" value="deny">{texts.deny}</button>
        </div>
      </form>
      <p class="aside">{texts.afterwards(visibleText(client.target))}</p>
      <ClientLinks client={client} texts={setting.texts.client} />
    </Layout>
  );
}

function AskedList(
  { heading, kind, texts, scopes, claims }: {
    readonly heading: string;
    readonly kind: "asked" | "agreed";
    readonly texts: Texts;
    readonly scopes: readonly AskedScope[];
    readonly claims: readonly AskedByName[];
  },
): JSX.Element | null {
  if (scopes.length + claims.length === 0) return null;
  return (
    <>
      <h2>{heading}</h2>
      <ul class={kind}>
        {scopes.map((scope) => <ScopeItem key={scope.name} scope={scope} texts={texts} />)}
        {claims.map(({ name }) => <ClaimItem key={name} name={name} texts={texts} />)}
      </ul>
    </>
  );
}
