import type { JSX } from "hono/jsx/jsx-runtime";
import { displayName } from "../../domain/display_name.ts";
import type { UpstreamTexts } from "../texts/upstream/upstream_texts.ts";

/** Lists the other servers that a person may sign in with, below the form for a password. */
export function Upstreams(
  { upstreams, texts }: {
    readonly upstreams: readonly { readonly name: string; readonly href: string }[];
    readonly texts: UpstreamTexts;
  },
): JSX.Element | null {
  if (upstreams.length === 0) return null;
  return (
    <>
      <p class="or">{texts.or}</p>
      <ul class="upstreams">
        {upstreams.map(({ name, href }) => (
          <li>
            <a class="button plain" href={href}>{texts.continueWith(displayName(name))}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
