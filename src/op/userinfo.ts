import type { Client } from "../domain/client_metadata.ts";
import { userinfoClaims } from "../domain/released_claims.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { BearerPlaces } from "../protocol/token/bearer_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { encryptResponse } from "./encrypt_response.ts";
import { presentedPerson, type ResourceRefusal } from "./presented_person.ts";
import type { Provider } from "./provider.ts";

/** What userinfo answers with: claims as JSON, or a JWT where the client is registered for one (section 5.3.2). */
export type UserinfoAnswer =
  | { readonly kind: "json"; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "jwt"; readonly jwt: string };

/**
 * Puts claims into the client's format: signed, encrypted, or signed and then encrypted. A JWT of userinfo has no
 * `typ`, so that it is never taken for an ID token here, and libraries that know `JWT` and no other take it.
 */
async function inFormat(
  provider: Provider,
  client: Client,
  claims: Readonly<Record<string, unknown>>,
): Promise<Result<UserinfoAnswer, OAuthError>> {
  const { userinfo_signed_response_alg: signing, userinfo_encrypted_response_alg: alg } = client.metadata;
  if (signing === undefined && alg === undefined) return ok({ kind: "json", claims });
  const own = { iss: provider.tenant.issuer, aud: client.client_id };
  const addressed = { ...own, ...claims, ...own };
  const text = signing === undefined
    ? JSON.stringify(addressed)
    : await (await provider.keys.signer(signing)).sign(undefined, addressed);
  if (alg === undefined) return ok({ kind: "jwt", jwt: text });
  const enc = client.metadata.userinfo_encrypted_response_enc, nested = signing !== undefined;
  const encrypted = await encryptResponse(provider, client, { alg, enc, text, nested });
  return encrypted.ok ? ok({ kind: "jwt", jwt: encrypted.value }) : encrypted;
}

/**
 * Tells a client what its access token lets it know about the person.
 *
 * @returns err `invalid_request`, `invalid_token`, `insufficient_scope`, no error where no token was sent, and
 * `temporarily_unavailable` or `server_error` where there is no key to encrypt to.
 * @see OpenID Connect Core section 5.3, RFC 6750 section 3.1
 */
export async function userinfo(
  provider: Provider,
  places: BearerPlaces,
): Promise<Result<UserinfoAnswer, ResourceRefusal>> {
  const presented = await presentedPerson(provider, places);
  if (!presented.ok) return presented;
  const { token: { sub, scopes }, client, family, account } = presented.value;
  const release = { scopes, asked: family.claims, mappings: client.claim_mappings };
  const answer = await inFormat(provider, client, userinfoClaims(account, sub, release));
  return answer.ok ? answer : err({ error: answer.error });
}
