import Type from "typebox";
import { mintId } from "../crypto/random.ts";
import { mintSecret } from "../crypto/secret.ts";
import { ok } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import {
  createInitialAccessToken,
  type InitialAccessTokenRow,
  listInitialAccessTokens,
  revokeInitialAccessToken,
} from "../store/initial_access_tokens.ts";
import { instantText } from "./instant_text.ts";
import { pageQuery, pageSchema, readPage } from "./page.ts";
import { refuse } from "./problem.ts";
import { closed, resource } from "./resource.ts";

const day = 86_400, year = 365 * day;

/** An initial access token as it is asked for. */
export const newInitialAccessToken = Type.Object({
  description: Type.Optional(
    Type.String({ description: "A note for administrators", maxLength: 1000, default: "" }),
  ),
  uses: Type.Optional(
    Type.Integer({ description: "How many clients it registers", minimum: 1, maximum: 10_000, default: 1 }),
  ),
  expires_in: Type.Optional(
    Type.Integer({ description: "Seconds for which it works", minimum: 60, maximum: year, default: day }),
  ),
}, { title: "NewInitialAccessToken", additionalProperties: false });

const shown = {
  id: Type.String(),
  description: Type.String(),
  state: Type.Enum(["active", "used_up", "expired", "revoked"]),
  uses_left: Type.Integer({ description: "How many more clients it registers" }),
  expires_at: Type.String({ format: "date-time" }),
  created_at: Type.String({ format: "date-time" }),
};

const tokenSchema = Type.Object(shown, { title: "InitialAccessToken", additionalProperties: false });

const withToken = Type.Object({
  ...shown,
  initial_access_token: Type.String({ description: "Shown this once" }),
}, { title: "InitialAccessTokenWithSecret", additionalProperties: false });

const tokenPage = pageSchema("initial_access_tokens", tokenSchema);

/** What a token is good for now: its row's state, else what keeps it from being used. */
function stateOf({ state, expires_at, uses_left }: InitialAccessTokenRow, now: Instant): string {
  if (state !== "active") return state;
  if (expires_at <= now) return "expired";
  return uses_left > 0 ? "active" : "used_up";
}

const showToken = (row: InitialAccessTokenRow, now: Instant) => ({
  id: row.id,
  description: row.description,
  state: stateOf(row, now),
  uses_left: row.uses_left,
  expires_at: instantText(row.expires_at),
  created_at: instantText(row.created_at),
});

/** `POST /initial-access-tokens` makes a token with which a developer registers clients (RFC 7591 section 3). */
export const createInitialAccessTokenResource = resource({
  method: "POST",
  path: "/initial-access-tokens",
  operationId: "createInitialAccessToken",
  summary: "Make a token with which a developer registers clients at the registration endpoint",
  body: newInitialAccessToken,
  bodyOptional: true,
  answer: { status: 201, schema: withToken },
  handle: async ({ store, clock, random }, { body }) => {
    const { description = "", uses: uses_left = 1, expires_in = day } = body, at = clock();
    const expires_at = at + expires_in, secret = mintSecret("initial_access_token", expires_at, random);
    const { digest } = secret.handle, id = mintId(random);
    const row = await createInitialAccessToken(store, { id, digest, description, uses_left, expires_at }, at);
    if (!row) throw new Error("A new token's id was used before");
    return ok({
      status: 201,
      body: { ...showToken(row, at), initial_access_token: secret.reveal() },
      location: `/initial-access-tokens/${id}`,
    });
  },
});

/** `GET /initial-access-tokens` lists them, oldest first; what has expired is kept for 30 days. */
export const listInitialAccessTokensResource = resource({
  method: "GET",
  path: "/initial-access-tokens",
  operationId: "listInitialAccessTokens",
  summary: "List initial access tokens, oldest first",
  query: closed(pageQuery),
  answer: { status: 200, schema: tokenPage },
  handle: async ({ store, clock }, { query }) => {
    const now = clock();
    const { rows, next } = await readPage(
      query,
      (page) => listInitialAccessTokens(store, page),
      ({ id }) => id,
    );
    return ok({
      status: 200,
      body: { initial_access_tokens: rows.map((row) => showToken(row, now)), next },
    });
  },
});

/** `DELETE /initial-access-tokens/{id}` ends a token; clients that it registered stay. */
export const revokeInitialAccessTokenResource = resource({
  method: "DELETE",
  path: "/initial-access-tokens/{id}",
  operationId: "revokeInitialAccessToken",
  summary: "End an initial access token; the clients that it registered stay",
  params: closed({ id: Type.String({ pattern: "^[0-9A-Za-z]{1,40}$" }) }),
  answer: { status: 204 },
  refusals: ["not_found"],
  handle: async ({ store, clock }, { params: { id } }) => {
    const revoked = await revokeInitialAccessToken(store, id, clock());
    return revoked.ok ? ok({ status: 204 }) : refuse(
      "not_found",
      `There is no initial access token ${id} that works (GET /api/v1/initial-access-tokens lists them)`,
    );
  },
});
