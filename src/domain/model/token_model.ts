import { none } from "../machine.ts";
import type { Model } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { after, newRow } from "./row.ts";
import { tokenInvariants } from "./token_invariants.ts";
import { clientMoves, flightMoves, strangerMoves } from "./token_requests.ts";
import { ownerMoves, timeMoves } from "./token_surroundings.ts";
import { otherFamily, rightFacts, type TokenWorld, unused } from "./token_world.ts";

/** How much of everything there is, and how much happens. */
export interface TokenBounds {
  readonly name: string;
  readonly bounds: string;
  readonly refreshTokens: number;
  /** How often the person and administrators do something to what tokens stand on. */
  readonly acts: number;
  /** Whether codes, refresh tokens and windows run out, and requests differ. */
  readonly timed: boolean;
  /** Whether a request may act on what it saw some time ago. */
  readonly overlapping: boolean;
}

interface Beginning {
  readonly rotation: string;
  /** Whether the other device has a refresh token. */
  readonly other: boolean;
}

const begin = ({ machines }: Parts, binding: string, { rotation, other }: Beginning): TokenWorld => ({
  client: newRow(machines.client, { rotation }),
  account: { ...newRow(machines.account), state: "active" },
  session: newRow(machines.session, { account_id: "ada", expires_at: after }),
  consents: [newRow(machines.consent)],
  grants: [newRow(machines.grant, { consent_id: 0, account_id: "ada" })],
  code: newRow(machines.authorizationCode, {
    client_id: rightFacts.client,
    redirect_uri: rightFacts.redirect_uri,
    code_challenge: rightFacts.challenge,
    proof_key: rightFacts.proof_key,
    session_id: "session",
    expires_at: after,
    grant: 0,
    binding,
    yields: 0,
  }),
  families: [newRow(machines.tokenFamily, { session_id: none, grant: 0 })],
  refresh: other
    ? [newRow(machines.refreshToken, { ...unused, family: otherFamily, client_id: "app", expires_at: after })]
    : [],
  access: [newRow(machines.accessToken, { family: otherFamily, client_id: "app", expires_at: after })],
  flight: none,
  acts: 0,
});

/** A code, its family and another one, with all that happens to them within some bounds. */
export function tokenModel(parts: Parts, limits: TokenBounds): Model<TokenWorld> {
  const { name, bounds, refreshTokens, acts, timed, overlapping } = limits;
  const bindings = timed ? ["offline"] : ["offline", "session"];
  const rotations = overlapping ? ["always"] : ["always", "never"];
  return {
    name,
    bounds,
    initial: bindings.flatMap((binding) =>
      rotations.map((rotation) => begin(parts, binding, { rotation, other: !timed && !overlapping }))
    ),
    moves: (world) =>
      [
        ...(world.client.state === "active" ? clientMoves(parts, world, timed) : []),
        ...(overlapping && world.client.state === "active" ? flightMoves(parts, world) : []),
        ...strangerMoves(parts, world),
        ...ownerMoves(parts, world),
        ...(timed ? timeMoves(world) : []),
      ].filter(({ after }) => after.refresh.length <= refreshTokens && after.acts <= acts),
    invariants: tokenInvariants(parts),
  };
}
