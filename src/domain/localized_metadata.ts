import { isLanguageTag } from "./claims_request.ts";

/**
 * Members of a client's metadata that people read and that it may give in several languages, each under a name with a
 * language tag, such as `client_name#de`. Logos are not among them: one is kept of each client.
 *
 * @see RFC 7591 section 2.2, OpenID Connect Dynamic Client Registration section 2.1
 */
export const localizedMembers = ["client_name", "client_uri", "policy_uri", "tos_uri"] as const;
export type LocalizedMember = typeof localizedMembers[number];

const bareOf = (name: string): string => name.split("#", 1)[0]!;

/** Whether a name is that of such a member with a language tag. */
export function isLocalized(name: string): boolean {
  const bare = bareOf(name);
  return localizedMembers.some((member) => member === bare) && isLanguageTag(name.slice(bare.length + 1));
}

/** The members of these names that an object has, in every language: each by its full name. */
export const inEveryLanguage = (
  metadata: object,
  members: readonly string[],
): readonly (readonly [name: string, value: string])[] =>
  members.flatMap((member) => Object.entries(metadata).filter(([name]) => bareOf(name) === member));

/**
 * What a client says in a language, or else without one, or else in whatever language it comes first.
 *
 * @param language A language tag; a variety of it will do, as `de-AT` for `de`.
 * @see RFC 4647 section 3.4
 */
export function inLanguage(metadata: object, member: LocalizedMember, language: string): string | undefined {
  const said = inEveryLanguage(metadata, [member]), wanted = `${member}#${language}`.toLowerCase();
  const found = said.find(([name]) => name.toLowerCase() === wanted) ??
    said.find(([name]) => name.toLowerCase().startsWith(`${wanted}-`)) ??
    said.find(([name]) => name === member) ?? said[0];
  return found?.[1];
}
