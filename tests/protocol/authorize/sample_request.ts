/** An authorization request that passes every check, and the same with something changed. */
import type { Client } from "../../../src/domain/client_metadata.ts";
import type { AuthorizationFacts } from "../../../src/protocol/authorize/authorization_facts.ts";
import { sampleClient } from "../../domain/sample_client.ts";

/** Parameters by name: one value, several, or none. */
export type Asked = Readonly<Record<string, string | readonly string[] | undefined>>;

const complete: Asked = {
  response_type: "code",
  client_id: "c_example",
  redirect_uri: "https://app.example/callback",
  scope: "openid email",
  state: "some-state",
  nonce: "some-nonce",
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};

/** Parameters as they are after decoding. */
export const parametersOf = (asked: Asked): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(asked).filter(([, value]) => value !== undefined).map((
      [name, value],
    ) => [name, [value!].flat()]),
  );

/** The facts of the complete request, but for what differs. */
export const sampleRequest = (
  asked: Asked = {},
  facts: Partial<AuthorizationFacts> & { readonly client?: Client | undefined } = {},
): AuthorizationFacts => ({
  parameters: parametersOf({ ...complete, ...asked }),
  client: sampleClient(),
  policy: {},
  acr_vouched: ["1"],
  hint: undefined,
  ...facts,
});
