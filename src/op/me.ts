import { statedAuthTime } from "../domain/authentication.ts";
import { userinfoClaims } from "../domain/released_claims.ts";
import { ok, type Result } from "../domain/result.ts";
import { presentedPerson, type ResourceRefusal } from "./presented_person.ts";
import type { Provider } from "./provider.ts";

/** What the bearer of an access token may know of the person and of the token. */
export type Me = Readonly<Record<string, unknown>>;

/**
 * Tells the bearer of an access token whose it is: what userinfo would tell, always as plain JSON, and beside it what
 * introspection would say of the token, by the same names.
 *
 * @param authorization The header of that name.
 * @returns err as the bearer of a token is refused at userinfo.
 * @see OpenID Connect Core section 5.3, RFC 7662 section 2.2
 */
export async function me(
  provider: Provider,
  authorization: string | undefined,
): Promise<Result<Me, ResourceRefusal>> {
  const presented = await presentedPerson(provider, { authorization, body: undefined });
  if (!presented.ok) return presented;
  const { token: { sub, scopes, expiresAt }, client, family, account } = presented.value;
  const release = { scopes, asked: family.claims, mappings: client.claim_mappings };
  const { sub: _, ...claims } = userinfoClaims(account, sub, release);
  return ok({
    sub,
    claims,
    client_id: client.client_id,
    scope: scopes.join(" "),
    exp: expiresAt,
    ...statedAuthTime(family.auth_time),
    acr: family.acr,
    amr: family.amr,
  });
}
