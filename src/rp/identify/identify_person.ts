import type { Broker } from "../broker.ts";
import { wayTo } from "../documents/upstream_way.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import { refuse } from "../upstream_refusal.ts";
import { byApi, bySignedApi } from "./by_api.ts";
import { byIdToken } from "./by_id_token.ts";
import { codeInResponse } from "./code_in_response.ts";
import { redeemCode } from "./redeem_code.ts";
import type { Identified } from "./upstream_person.ts";

/**
 * Learns from an upstream who came back: redeems the code, judges what comes for it in full and asks for the rest. Not
 * to be called inside a unit.
 *
 * @see OpenID Connect Core section 3.1.3 and 5.3, RFC 6749 section 4.1.3, RFC 5849 section 2.3
 */
export async function identifyPerson(broker: Broker, taken: TakenReturn): Promise<Identified> {
  const way = await wayTo(broker, taken.upstream);
  if (!way) return refuse("unreachable", "metadata");
  if (way.kind === "oauth1") return await bySignedApi(broker, taken, way);
  const code = codeInResponse(taken, way);
  if (!code.ok) return code;
  const tokens = await redeemCode(broker, taken, { code: code.value, way });
  if (!tokens.ok) return tokens;
  return way.kind === "oidc"
    ? await byIdToken(broker, taken, { way, tokens: tokens.value })
    : await byApi(broker, taken, { way, tokens: tokens.value });
}
