import type { JSX } from "hono/jsx/jsx-runtime";
import type { Instant } from "../../domain/time.ts";
import { ClaimItem } from "./claim_item.tsx";
import { type ClientCard, ClientSummary } from "./client_card.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import type { PageSetting } from "./layout.tsx";
import { ScopeItem, type ShownScope } from "./scope_item.tsx";
import { When } from "./when.tsx";

/** An app that may use the account. */
export interface ShownApp {
  /** Value that names its grant in the form. */
  readonly grant: string;
  readonly client: ClientCard;
  /** Where a sign-in to the app is started, where it says so. */
  readonly openHref?: string | undefined;
  readonly scopes: readonly ShownScope[];
  /** Claims that it may know beside those of the scopes. */
  readonly claims: readonly string[];
  readonly since: Instant;
  /** The person may not use it any more. */
  readonly barred?: boolean;
}

/** Lists the apps that may use the account, and what each may. The form posts `disconnect` with one. */
export function AppList(
  { setting: { locale, texts }, action, fields, apps, moreHref }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly apps: readonly ShownApp[];
    readonly moreHref: string | undefined;
  },
): JSX.Element {
  const words = texts.account;
  return (
    <section class="part">
      <h2>{words.apps}</h2>
      {apps.length === 0 ? <p class="aside">{words.noApps}</p> : (
        <form method="post" action={action}>
          <HiddenFields fields={fields} />
          <ul class="apps">
            {apps.map(({ grant, client, openHref, scopes, claims, since, barred }, place) => (
              <li>
                <div id={`app-${place}`}>
                  <ClientSummary client={client} />
                </div>
                {barred ? <p class="problem">{words.barred}</p> : null}
                <p class="aside">{words.may}</p>
                <ul class="agreed">
                  {scopes.map((scope) => <ScopeItem key={scope.name} scope={scope} texts={texts} />)}
                  {claims.map((name) => <ClaimItem key={name} name={name} texts={texts} />)}
                </ul>
                <div class="row">
                  <small>
                    {words.connected} <When locale={locale} at={since} />
                  </small>
                  {openHref === undefined
                    ? null
                    : (
                      <a href={openHref} rel="noopener noreferrer" aria-describedby={`app-${place}`}>
                        {words.openApp}
                      </a>
                    )}
                  <button
                    type="submit"
                    class="plain"
                    name="disconnect"
                    value={grant}
                    aria-describedby={`app-${place}`}
                  >
                    {words.disconnect}
                  </button>
                </div>
              </li>
            ))}
          </ul>
        </form>
      )}
      {moreHref === undefined ? null : (
        <p class="aside">
          <a href={moreHref}>{words.moreApps}</a>
        </p>
      )}
    </section>
  );
}
