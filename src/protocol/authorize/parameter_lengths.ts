import { parameter, type Parameters } from "../parameters.ts";

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

/** Those that may be longer than 2048 characters: `claims` names many things, and some apps seal all that they have to remember into `state`. */
const longer: Readonly<Partial<Record<typeof carried[number], number>>> = { state: 4096, claims: 8192 };

/** The most characters of one of them. */
export const longest = (name: typeof carried[number]): number => longer[name] ?? 2048;

/** Those that a request has and that are longer than they may be. */
export const tooLong = (
  { parameters }: { readonly parameters: Parameters },
): readonly (typeof carried[number])[] =>
  carried.filter((name) => (parameter(parameters, name)?.length ?? 0) > longest(name));
