import type { Variant } from "./variant.ts";

/** Names and values in their order. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** Where an authorization response stands. */
export type Channel = "query" | "fragment" | "form_post";

/** The first value of a parameter. */
export const valueOf = (parameters: Parameters, name: string): string | undefined =>
  parameters.find(([found]) => found === name)?.[1];

/** Whether what this response type yields comes through the browser beside the code. */
const fromAuthorization = (response_type: string, word: string) => response_type.split(" ").includes(word);

/** An ID token comes through the browser. */
export const frontIdToken = ({ response_type }: Pick<Variant, "response_type">): boolean =>
  fromAuthorization(response_type, "id_token");

/** A code comes through the browser. */
export const frontCode = ({ response_type }: Pick<Variant, "response_type">): boolean =>
  fromAuthorization(response_type, "code");

/** All that comes is an ID token, which then holds what is asked for about the person (OpenID Connect Core section 5.4). */
export const idTokenAlone = ({ response_type }: Pick<Variant, "response_type">): boolean =>
  response_type === "id_token";

/** Where the response to a request belongs (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1). */
export const channelOf = ({ response_mode, response_type }: Variant): Channel => {
  if (response_mode === "form_post") return "form_post";
  return response_type === "code" ? "query" : "fragment";
};
