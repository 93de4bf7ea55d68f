import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";
import { visibleText } from "../../domain/display_name.ts";

/** Says in a line what a client wants to know; of a claim that there are no words for, its name. */
export function ClaimItem({ name, texts }: { readonly name: string; readonly texts: Texts }): JSX.Element {
  if (isDescribed(name, texts)) return <li>{texts.claims[name]}</li>;
  return (
    <li>
      {texts.consent.customClaim}{" "}
      <code>
        <bdi>{visibleText(name)}</bdi>
      </code>
    </li>
  );
}

function isDescribed(name: string, texts: Texts): name is keyof Texts["claims"] {
  return Object.hasOwn(texts.claims, name);
}
