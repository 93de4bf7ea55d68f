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
  /** It was made a short time ago. */
  readonly undoable: boolean;
}

/** One that was taken away, and can be put back. */
export interface RemovedLink {
  readonly ref: string;
  readonly name: string;
  /** Until when. */
  readonly until: Instant;
}

interface Held {
  readonly setting: PageSetting;
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly now: Instant;
}

/**
 * Lists what a person signs in with beside a password, what they could, and what they took away. The forms post `unlink`,
 * `undo_link` or `restore_link` with one.
 */
export function AccountUpstreams(
  { links, removed, others, ...held }: Held & {
    readonly links: readonly ShownLink[];
    readonly removed: readonly RemovedLink[];
    readonly others: readonly ShownUpstream[];
  },
): JSX.Element | null {
  if (links.length + others.length + removed.length === 0) return null;
  const words = held.setting.texts.upstream.links;
  return (
    <section class="part">
      <h2>{words.title}</h2>
      {links.length + removed.length === 0 ? null : <LinkList links={links} removed={removed} {...held} />}
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

function LinkList(
  { setting: { locale, texts }, action, fields, now, links, removed }: Held & {
    readonly links: readonly ShownLink[];
    readonly removed: readonly RemovedLink[];
  },
): JSX.Element {
  const words = texts.upstream.links;
  return (
    <form method="post" action={action}>
      <HiddenFields fields={fields} />
      <ul class="apps">
        {links.map(({ ref, name, letters, evidence, since, removable, undoable }, place) => (
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
                {texts.account.connected} <When locale={locale} at={since} {...(undoable ? { now } : {})} />
              </small>
              {removable
                ? <LinkButton name="unlink" words={words.disconnect} at={place} value={ref} />
                : null}
              {removable && undoable
                ? <LinkButton name="undo_link" words={words.undo} at={place} value={ref} />
                : null}
            </div>
            {removable ? null : <p class="aside">{words.lastWay}</p>}
          </li>
        ))}
        {removed.map(({ ref, name, until }, place) => (
          <li>
            <p id={`link-${links.length + place}`}>
              <bdi>{displayName(name)}</bdi>
            </p>
            <div class="row">
              <small>
                {words.removed} <When locale={locale} at={until} />
              </small>
              <LinkButton
                name="restore_link"
                words={words.restore}
                at={links.length + place}
                value={ref}
              />
            </div>
          </li>
        ))}
      </ul>
    </form>
  );
}

function LinkButton(
  { name, words, value, at }: {
    readonly name: string;
    readonly words: string;
    readonly value: string;
    /** Place of the link that it is about. */
    readonly at: number;
  },
): JSX.Element {
  return (
    <button type="submit" class="quiet" name={name} value={value} aria-describedby={`link-${at}`}>
      {words}
    </button>
  );
}
