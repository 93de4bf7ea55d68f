import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";

/** What a person can hand on to those who run the server: under it the log has what happened. */
export function Reference(
  { texts, reference }: { readonly texts: Texts["problem"]; readonly reference: string },
): JSX.Element {
  return (
    <div class="reference">
      <p>
        {texts.reference} <code>{reference}</code>
      </p>
      <p>{texts.referenceHint}</p>
    </div>
  );
}
