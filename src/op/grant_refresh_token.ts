import { sha256 } from "../crypto/digest.ts";
import { type Handle, mintSecret, parseSecret } from "../crypto/secret.ts";
import type { Client } from "../domain/client_metadata.ts";
import { isConfidential } from "../domain/client_metadata.ts";
import { consequence } from "../domain/consequence.ts";
import { judge, none, type Refusal } from "../domain/machine.ts";
import { describable } from "../domain/oauth_text.ts";
import { refreshToken as machine } from "../domain/refresh_token.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { parseScope } from "../domain/scope.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import { mostRepeats, publicRepeatWindow, refreshExpiry, rotation } from "../domain/token_policy.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { explainPresented } from "../protocol/token/explain_presented.ts";
import { parameter } from "../protocol/parameters.ts";
import {
  createRefreshToken,
  findRefreshToken,
  type RefreshRow,
  repeatRefreshToken,
  rotateRefreshToken,
  useRefreshToken,
} from "../store/refresh_tokens.ts";
import { inUnit } from "../store/tenant_store.ts";
import { type FamilyRow, findUsableFamily, revokeFamily } from "../store/token_families.ts";
import { type PreparedTokens, prepareTokens, type TokenResponse } from "./issue_tokens.ts";
import type { Provider } from "./provider.ts";
import { type AnswerBinding, openAnswer, sealAnswer } from "./refresh_answer.ts";
import { invalidGrant, type TokenGrant } from "./token_grant.ts";

type PresentRefusal = Refusal<typeof machine, "rotate" | "use">;
type RepeatRefusal = Refusal<typeof machine, "repeat">;
type Answer = Result<TokenResponse, OAuthError>;

/** A refresh request whose client is authenticated and whose token has a row. */
interface Refreshing {
  readonly client: Client;
  readonly presented: string;
  readonly handle: Handle;
  readonly row: RefreshRow;
  /** The scopes asked for; undefined where all are. */
  readonly scopes: readonly string[] | undefined;
}

const presentFacts = ({ client }: Refreshing, now: number) => ({
  client: client.client_id,
  proof_key: none,
  now,
});

/** Digest of what was asked for, so that only the same request is answered again. */
const requestDigest = ({ scopes }: Refreshing) => sha256(JSON.stringify(scopes ? [...scopes].sort() : null));

/** What a sealed answer is bound to. */
const answerBinding = (refreshing: Refreshing): AnswerBinding => {
  const { presented, row: { client_id, family_id, proof_key, digest } } = refreshing;
  return { presented, place: [client_id, family_id, proof_key, requestDigest(refreshing)], salt: digest };
};

/** What happens to a refresh token that this client presents. */
const eventFor = (client: Client) => rotation(client) === "always" ? "rotate" : "use";

/** Why the token was refused, as it was found when the request came. */
function explain(provider: Provider, refreshing: Refreshing) {
  const { row } = refreshing, event = eventFor(refreshing.client);
  const input = presentFacts(refreshing, provider.clock());
  return explainPresented({ machine, event, row, input, parameter: "refresh_token" });
}

/** Carries out what a refusal obliges, in a unit of its own and before the answer. */
async function refuse(
  provider: Provider,
  refreshing: Refreshing,
  refusal: PresentRefusal | RepeatRefusal,
): Promise<Answer> {
  const due = consequence[refusal];
  if (due === "try_repeat") return await repeat(provider, refreshing);
  if (due === "revoke_family") {
    await inUnit(provider.store, (unit) => revokeFamily(unit, refreshing.row.family_id, provider.clock()));
  }
  return err(invalidGrant(`refresh_token.${refusal}`, explain(provider, refreshing)));
}

/** Gives the answer of the rotation once more to the client whose first answer was lost; nothing but the presented token opens it. */
async function repeat(provider: Provider, refreshing: Refreshing): Promise<Answer> {
  const { store, clock } = provider, now = clock();
  const facts = {
    client: refreshing.client.client_id,
    proof_key: none,
    request: requestDigest(refreshing),
    now,
    most_repeats: mostRepeats,
  };
  if (!await findUsableFamily(store, refreshing.row.family_id, now)) {
    return err(invalidGrant("token_family.unusable"));
  }
  const repeated = await inUnit(store, (unit) => repeatRefreshToken(unit, refreshing.handle, facts, now));
  if (!repeated.ok) return await refuse(provider, refreshing, repeated.refusal);
  const answer = openAnswer(provider, answerBinding(refreshing), repeated.row.answer);
  return ok({ ...answer.body, expires_in: Math.max(0, answer.accessExpiresAt - now) });
}

/** The tokens of one refresh, and the refresh token among them where it is replaced. */
async function prepare(provider: Provider, refreshing: Refreshing, family: FamilyRow) {
  const { client } = refreshing, now = provider.clock();
  const successor = eventFor(client) === "rotate"
    ? mintSecret("refresh_token", family.expires_at, provider.random)
    : undefined;
  const scopes = refreshing.scopes ?? family.scopes;
  // The nonce belongs to the answer of the authorization request alone (OpenID Connect Core section 12.2).
  const wish = { client, family: { ...family, nonce: null }, scopes, now, refreshToken: successor };
  const prepared = await prepareTokens(provider, wish);
  if (!prepared.ok) return prepared;
  const expires_at = refreshExpiry(provider.tenant.policy, client, family, now);
  return ok({ now, successor, tokens: prepared.value, expires_at });
}

/** What the predecessor keeps for a repeat of this request. */
function leave(provider: Provider, refreshing: Refreshing, tokens: PreparedTokens, now: number) {
  const policy = lifetime(provider.tenant.policy, "refresh_repeat_window");
  const window = isConfidential(refreshing.client) ? policy : Math.min(policy, publicRepeatWindow);
  const answer = { body: tokens.body, accessExpiresAt: tokens.accessExpiresAt };
  return {
    request_digest: requestDigest(refreshing),
    grace_until: now + window,
    answer: sealAnswer(provider, answerBinding(refreshing), answer),
  };
}

/** Moves the presented token and saves what it yields, in one unit. */
async function move(provider: Provider, refreshing: Refreshing, family: FamilyRow): Promise<Answer> {
  const prepared = await prepare(provider, refreshing, family);
  if (!prepared.ok) return prepared;
  const { now, successor, tokens, expires_at } = prepared.value;
  const facts = presentFacts(refreshing, now), { handle } = refreshing;
  const left = successor && leave(provider, refreshing, tokens, now);
  const refusal = await inUnit(provider.store, async (unit) => {
    const moved = successor && left
      ? await rotateRefreshToken(unit, handle, facts, left, now)
      : await useRefreshToken(unit, handle, facts, expires_at, now);
    if (!moved.ok) return moved.refusal;
    if (successor) {
      const { client_id, proof_key, grant_id, family_id } = refreshing.row;
      const columns = { client_id, proof_key, grant_id, family_id, expires_at };
      await createRefreshToken(unit, successor.handle, columns, { predecessor: handle, at: now });
    }
    await tokens.save(unit);
    return undefined;
  });
  return refusal === undefined ? ok(tokens.body) : await refuse(provider, refreshing, refusal);
}

/**
 * Redeems a refresh token (RFC 6749 section 6, OpenID Connect Core section 12, RFC 9700 section 4.14.2).
 *
 * A rotated token that is shown again within its window, by the same client and for the same request, is answered
 * with the very same bytes as long as its successor was not used; later it revokes its family.
 */
export const refreshTokenGrant: TokenGrant = {
  grantType: "refresh_token",
  required: ["refresh_token"],
  redeem: async (provider, { client, parameters }) => {
    const presented = parameter(parameters, "refresh_token") ?? "", scope = parameter(parameters, "scope");
    const handle = parseSecret("refresh_token", presented);
    const row = handle && await findRefreshToken(provider.store, handle);
    if (!handle || !row) {
      const unknown = { machine, event: "rotate", row: undefined, input: {}, parameter: "refresh_token" };
      return err(invalidGrant("refresh_token.unknown", explainPresented(unknown)));
    }
    const scopes = scope === undefined ? undefined : parseScope(scope);
    const refreshing: Refreshing = { client, presented, handle, row, scopes };
    const now = provider.clock(), event = eventFor(client);
    const refusal = judge(machine, event, row, presentFacts(refreshing, now)) as PresentRefusal | undefined;
    if (refusal) return await refuse(provider, refreshing, refusal);
    const family = await findUsableFamily(provider.store, row.family_id, now);
    if (!family) return err(invalidGrant("token_family.unusable"));
    const foreign = scopes?.filter((name) => !family.scopes.includes(name)) ?? [];
    if (foreign.length > 0) {
      return err({
        code: "invalid_scope",
        why: "scope.granted",
        description: `Not granted before: ${describable(foreign.join(" "))}`,
      });
    }
    return await move(provider, refreshing, family);
  },
};
