import { parameter, type Parameters } from "./parameters.ts";

/** Parameters that are kept while the person is asked: anybody can have them kept. */
export const carried = [
  "state",
  "nonce",
  "scope",
  "prompt",
  "login_hint",
  "ui_locales",
  "acr_values",
  "claims",
  "claims_locales",
] as const;

/** The most characters of one of them; `claims` names many things. */
export const longest = (name: typeof carried[number]): number => name === "claims" ? 8192 : 2048;

/** Those that a request has and that are longer than they may be. */
export const tooLong = (
  { parameters }: { readonly parameters: Parameters },
): readonly (typeof carried[number])[] =>
  carried.filter((name) => (parameter(parameters, name)?.length ?? 0) > longest(name));
