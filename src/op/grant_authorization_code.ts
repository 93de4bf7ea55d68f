import { sha256 } from "../crypto/digest.ts";
import { mintSecret, parseSecret } from "../crypto/secret.ts";
import { authorizationCode } from "../domain/authorization_code.ts";
import type { Client } from "../domain/client_metadata.ts";
import { consequence } from "../domain/consequence.ts";
import { type Input, judge, none, type Refusal } from "../domain/machine.ts";
import { err, ok } from "../domain/result.ts";
import { lifetime, type TenantPolicy } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import { refreshBinding, refreshExpiry } from "../domain/token_policy.ts";
import { explainPresented } from "../protocol/token/explain_presented.ts";
import { parameter, type Parameters } from "../protocol/parameters.ts";
import { isCodeVerifier } from "../protocol/authorize/pkce.ts";
import { type CodeRow, findCode, redeemCode } from "../store/authorization_codes.ts";
import { createRefreshToken } from "../store/refresh_tokens.ts";
import { findOpenSession, holdOpenSession } from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { createFamily, findUsableFamily, revokeFamily } from "../store/token_families.ts";
import { prepareTokens } from "./issue_tokens.ts";
import type { Provider } from "./provider.ts";
import { invalidGrant, type TokenGrant } from "./token_grant.ts";

type RedeemRefusal = Refusal<typeof authorizationCode, "redeem">;

/** What the request brings against each guard of the code. What was not sent is `-`, so leaving out never matches something. */
async function factsOf(
  { store, clock }: Provider,
  { client, parameters, row }: {
    readonly client: Client;
    readonly parameters: Parameters;
    readonly row: CodeRow;
  },
): Promise<Input<typeof authorizationCode, "redeem">> {
  const verifier = parameter(parameters, "code_verifier"), now = clock();
  const session = row.session_id === none ? undefined : await findOpenSession(store, row.session_id, now);
  return {
    client: client.client_id,
    redirect_uri: parameter(parameters, "redirect_uri") ?? none,
    challenge: verifier === undefined ? none : sha256(verifier),
    proof_key: none,
    session: session?.id ?? none,
    now,
  };
}

/** The family that a code leads to. How long it lives follows from what keeps it alive. */
function familyOf(row: CodeRow, client: Client, policy: TenantPolicy, now: Instant) {
  const { client_id, account_id, grant_id, sid, scopes, claims, nonce, auth_time, acr, amr, proof_key } = row;
  const binding = refreshBinding(client, scopes);
  const lives = lifetime(policy, binding === "offline" ? "refresh_token_offline" : "refresh_token", client);
  const session_id = binding === "offline" ? none : row.session_id;
  const facts = {
    client_id,
    account_id,
    grant_id,
    sid,
    scopes,
    claims,
    nonce,
    auth_time,
    acr,
    amr,
    proof_key,
  };
  return { binding, family: { id: row.family_id, ...facts, session_id, expires_at: now + lives } };
}

/**
 * Redeems a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5, OpenID Connect Core section 3.1.3).
 *
 * The tokens are prepared first; one unit then moves the code, starts its family and saves the tokens, so that a
 * code that was redeemed has a family to revoke. A second request in which everything matches revokes it.
 */
export const authorizationCodeGrant: TokenGrant = {
  grantType: "authorization_code",
  required: ["code"],
  redeem: async (provider, { client, parameters }) => {
    const { store, random, tenant } = provider;
    const verifier = parameter(parameters, "code_verifier");
    if (verifier !== undefined && !isCodeVerifier(verifier)) return err(invalidGrant("code_verifier.syntax"));
    const handle = parseSecret("authorization_code", parameter(parameters, "code") ?? "");
    const row = handle && await findCode(store, handle);
    const explain = (input: Readonly<Record<string, string | number>>) =>
      explainPresented({ machine: authorizationCode, event: "redeem", row, input, parameter: "code" });
    if (!handle || !row) return err(invalidGrant("authorization_code.unknown", explain({})));

    const facts = await factsOf(provider, { client, parameters, row });
    const refuse = async (refusal: RedeemRefusal) => {
      const trace = explain(facts);
      // In a unit of its own and before the answer: whoever sees the refusal can rely on the consequence.
      if (consequence[refusal] === "revoke_family") {
        await inUnit(store, (unit) => revokeFamily(unit, row.family_id, provider.clock()));
      }
      return err(invalidGrant(`authorization_code.${refusal}`, trace));
    };
    // Neither a guarded column nor a spent state ever changes back, so a refusal found here stands.
    const refusal = judge(authorizationCode, "redeem", row, facts) as RedeemRefusal | undefined;
    if (refusal) return await refuse(refusal);

    const now = provider.clock();
    const { binding, family } = familyOf(row, client, tenant.policy, now);
    const refreshToken = binding === "none"
      ? undefined
      : mintSecret("refresh_token", family.expires_at, random);
    const prepared = await prepareTokens(provider, { client, family, scopes: row.scopes, now, refreshToken });
    if (!prepared.ok) return prepared;
    const tokens = prepared.value;

    const redeemed = await inUnit(store, async (unit) => {
      const moved = await redeemCode(unit, handle, facts, now);
      if (!moved.ok) return moved.refusal;
      // Who ends the session because it was not its owner's ends what outlives it too, and has to find this family.
      const lasts = binding === "offline" && row.session_id !== none;
      if (lasts && !(await holdOpenSession(unit, row.session_id, now))) return "unusable" as const;
      await createFamily(unit, family, now);
      if (refreshToken) {
        const { client_id, proof_key, grant_id, id: family_id } = family;
        const expires_at = refreshExpiry(tenant.policy, client, family, now);
        const columns = { client_id, proof_key, grant_id, family_id, expires_at };
        await createRefreshToken(unit, refreshToken.handle, columns, { at: now });
      }
      await tokens.save(unit);
      // The last look: consent, grant, client, account or session may have ended since the code was issued.
      return await findUsableFamily(unit, family.id, now) ? undefined : "unusable" as const;
    });
    if (redeemed === undefined) return ok(tokens.body);
    return redeemed === "unusable" ? err(invalidGrant("token_family.unusable")) : await refuse(redeemed);
  },
};
