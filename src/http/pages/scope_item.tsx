import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";
import { visibleText } from "../../domain/display_name.ts";

/** A scope as people see it. */
export interface ShownScope {
  readonly name: string;
  /** True for scopes which the page has words for. */
  readonly known: boolean;
}

/** Says in a line what a scope lets a client do; one that there are no words for, by its name. */
export function ScopeItem(
  { scope: { name, known }, texts }: { readonly scope: ShownScope; readonly texts: Texts },
): JSX.Element {
  if (known && isDescribed(name, texts)) return <li>{texts.scopes[name]}</li>;
  return (
    <li>
      {texts.consent.customScope}{" "}
      <code>
        <bdi>{visibleText(name)}</bdi>
      </code>
    </li>
  );
}

function isDescribed(name: string, texts: Texts): name is keyof Texts["scopes"] {
  return Object.hasOwn(texts.scopes, name);
}
