import Type from "typebox";

/** A domain of addresses. */
export const emailDomain = Type.String({
  pattern: "^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$",
  maxLength: 253,
  examples: ["example.com"],
});

/** So many domains a list of them may have. */
export const mostDomains = 100;

/** A list of them, which is empty where it is left out. */
export const emailDomains = (description: string) =>
  Type.Array(emailDomain, { description, maxItems: mostDomains, uniqueItems: true, default: [] });
