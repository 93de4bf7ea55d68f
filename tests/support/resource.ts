/** A resource that demands something of the sign-in behind an access token, and what its challenge asks for. */
import { assertEquals } from "@std/assert";
import { stepUpChallenge } from "../../src/protocol/www_authenticate.ts";
import type { DemandedAuthentication } from "../../src/resource_server/sufficient_authentication.ts";
import { verifyAccessToken } from "../../src/resource_server/verify_access_token.ts";
import type { Asked } from "./flow.ts";
import type { TestProvider } from "./provider.ts";

/** Calls the resource. @returns 200, or 401 with the challenge. */
export async function callResource(
  { issuer, time, deployment }: TestProvider,
  token: string,
  authentication: DemandedAuthentication,
): Promise<{ readonly status: number; readonly challenge: string }> {
  const keys = await deployment.keys.verifiers("tokens");
  const expected = { keys, issuer, audience: issuer, now: time.now, authentication };
  const verified = await verifyAccessToken(token, expected);
  if (verified.ok) return { status: 200, challenge: "" };
  assertEquals(verified.error, "insufficient_user_authentication");
  return { status: 401, challenge: stepUpChallenge(issuer, authentication) };
}

/** The parameters of a challenge that belong in the next authorization request (RFC 9470 section 4). */
export function demandedIn(challenge: string): Asked {
  const [, acr_values] = /acr_values="([^"]*)"/.exec(challenge) ?? [];
  const [, max_age] = /max_age="(\d+)"/.exec(challenge) ?? [];
  return { acr_values, max_age };
}
