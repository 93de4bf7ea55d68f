import { accessToken } from "../access_token.ts";
import { account } from "../account.ts";
import { authorizationCode } from "../authorization_code.ts";
import { client } from "../client.ts";
import { consent } from "../consent.ts";
import { consequence } from "../consequence.ts";
import { grant } from "../grant.ts";
import { interaction } from "../interaction.ts";
import type { Machine } from "../machine.ts";
import { machines } from "../machines.ts";
import { refreshToken } from "../refresh_token.ts";
import { session } from "../session.ts";
import { signingKey } from "../signing_key.ts";
import { tokenFamily } from "../token_family.ts";

/** What a token stands on. */
export type Support = "family" | "grant" | "consent" | "client" | "account" | "session";

/**
 * How the flows put the machines together: what each does in one unit, beside the event that it fires first. A list
 * that lacks something is a flow that forgot it.
 */
export interface Rules {
  /** What has to be alive for a token to count (the view `usable_family`). */
  readonly standsOn: readonly Support[];
  /** What follows when a code is redeemed. */
  readonly redeem: readonly ("start_family" | "issue_refresh_token" | "look_again")[];
  /** What follows when a refresh token is rotated. */
  readonly rotate: readonly ("settle_predecessor" | "issue_successor")[];
  /** What is revoked beside the refresh tokens of a family. */
  readonly revokeFamily: readonly ("family")[];
  /** The consequences of a refusal that are carried out before it is answered. */
  readonly carryOut: readonly ("revoke_family" | "try_repeat")[];
  /** What follows when an interaction is granted. */
  readonly grant: readonly ("issue_code")[];
  /** What is asked before a refresh token is moved, and before its answer is given again. */
  readonly lookBefore: readonly ("refresh" | "repeat")[];
  /** What a key verifies, and while in which states it is published. */
  readonly tokensVerify: readonly string[];
  readonly hintsVerify: readonly string[];
  readonly published: readonly string[];
  /**
   * What letting a key take over, and a compromise, do beside the event of the key that is meant. Units that change keys
   * wait for one another.
   */
  readonly keys: readonly (
    | "look_at_age"
    | "retire_before_takeover"
    | "successor_after_compromise"
    | "one_unit_at_a_time"
  )[];
}

/** What the models are made of. */
export interface Parts {
  readonly machines: {
    readonly [
      name in
        | "accessToken"
        | "account"
        | "authorizationCode"
        | "client"
        | "consent"
        | "grant"
        | "interaction"
        | "refreshToken"
        | "session"
        | "signingKey"
        | "tokenFamily"
    ]: Machine;
  };
  /** Every machine, to be looked at alone. */
  readonly each: readonly Machine[];
  readonly consequence: Readonly<Record<string, string>>;
  readonly rules: Rules;
}

/** The machines as they are, put together as the flows do it. */
export const realParts: Parts = {
  machines: {
    accessToken,
    account,
    authorizationCode,
    client,
    consent,
    grant,
    interaction,
    refreshToken,
    session,
    signingKey,
    tokenFamily,
  },
  each: machines,
  consequence,
  rules: {
    standsOn: ["family", "grant", "consent", "client", "account", "session"],
    grant: ["issue_code"],
    redeem: ["start_family", "issue_refresh_token", "look_again"],
    rotate: ["settle_predecessor", "issue_successor"],
    revokeFamily: ["family"],
    carryOut: ["revoke_family", "try_repeat"],
    lookBefore: ["refresh", "repeat"],
    tokensVerify: ["active", "retiring"],
    hintsVerify: ["active", "retiring", "retired"],
    published: ["announced", "active", "retiring"],
    keys: ["look_at_age", "retire_before_takeover", "successor_after_compromise", "one_unit_at_a_time"],
  },
};
