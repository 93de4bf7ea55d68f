import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import type { Instant } from "../../domain/time.ts";
import type { LinkEvidence } from "../../domain/upstream_arrival.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import type { PageSetting } from "./layout.tsx";
import { UpstreamMark } from "./upstream_mark.tsx";
import { type ShownUpstream, UpstreamButton } from "./upstreams.tsx";
import { When } from "./when.tsx";

/** Somebody's account elsewhere, with which they sign in here. */
export interface ShownLink {
  /** Value that names it in the form. */
  readonly ref: string;
  readonly name: string;
  /** Of the mark. */
  readonly letters: string;
  readonly evidence: LinkEvidence;
  readonly since: Instant;
  /** Something else lets the person in as well. */
  readonly removable: boolean;
}

/** Lists what a person signs in with beside a password, and what they could. The form posts `unlink` with one. */
export function AccountUpstreams(
  { setting: { locale, texts }, action, fields, links, others }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly links: readonly ShownLink[];
    readonly others: readonly ShownUpstream[];
  },
): JSX.Element | null {
  if (links.length === 0 && others.length === 0) return null;
  const words = texts.upstream.links;
  return (
    <section class="part">
      <h2>{words.title}</h2>
      {links.length === 0 ? null : (
        <form method="post" action={action}>
          <HiddenFields fields={fields} />
          <ul class="apps">
            {links.map(({ ref, name, letters, evidence, since, removable }, place) => (
              <li>
                <p id={`link-${place}`} class="marked">
                  <UpstreamMark letters={letters} />
                  <strong>
                    <bdi>{displayName(name)}</bdi>
                  </strong>
                </p>
                <p class="aside">{words.evidence[evidence]}</p>
                <div class="row">
                  <small>
                    {texts.account.connected} <When locale={locale} at={since} />
                  </small>
                  {removable
                    ? (
                      <button
                        type="submit"
                        class="quiet"
                        name="unlink"
                        value={ref}
                        aria-describedby={`link-${place}`}
                      >
                        {words.disconnect}
                      </button>
                    )
                    : null}
                </div>
                {removable ? null : <p class="aside">{words.lastWay}</p>}
              </li>
            ))}
          </ul>
        </form>
      )}
      {others.length === 0 ? null : (
        <ul class="upstreams">
          {others.map(({ name, letters, href }) => (
            <li>
              <UpstreamButton href={href} letters={letters}>
                {words.connect(displayName(name))}
              </UpstreamButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
