import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import type { UpstreamTexts } from "../texts/upstream/upstream_texts.ts";
import { UpstreamMark } from "./upstream_mark.tsx";

/** Another server that a person may sign in with. */
export interface ShownUpstream {
  readonly name: string;
  /** Of its mark. */
  readonly letters: string;
  readonly href: string;
  /** Whether this browser signed in with it last. */
  readonly lastUsed?: boolean;
  /** Whether it is the way in for some addresses. */
  readonly hasDomains?: boolean;
}

/** A way to another server, with its mark. */
export function UpstreamButton(
  { href, letters, children }: {
    readonly href: string;
    readonly letters: string;
    readonly children: Child;
  },
): JSX.Element {
  return (
    <a class="button plain" href={href}>
      <UpstreamMark letters={letters} />
      <span>{children}</span>
    </a>
  );
}

/** Lists the other servers that a person may sign in with. @param props.alone Whether there is no form for a password above. */
export function Upstreams(
  { upstreams, texts, alone = false }: {
    readonly upstreams: readonly ShownUpstream[];
    readonly texts: UpstreamTexts;
    readonly alone?: boolean;
  },
): JSX.Element | null {
  if (upstreams.length === 0) return null;
  return (
    <>
      {alone ? null : <p class="or">{texts.or}</p>}
      <ul class="upstreams">
        {upstreams.map(({ name, letters, href, lastUsed = false }) => (
          <li>
            <UpstreamButton href={href} letters={letters}>
              {texts.continueWith(displayName(name))}
            </UpstreamButton>
            {lastUsed ? <small>{texts.lastUsed}</small> : null}
          </li>
        ))}
      </ul>
    </>
  );
}
