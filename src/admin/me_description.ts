import Type, { type TSchema } from "typebox";
import { upstreamTokensScope } from "../domain/upstream_token.ts";
import { upstreamTokensSchema } from "./upstream_tokens_schema.ts";

/** Where the bearer of an access token asks who they are, under the API's path. Its rules are those of userinfo, not the API's own. */
export const mePath = "/me";

/** Where an app asks for what upstreams issued for the person. */
export const myUpstreamTokensPath = `${mePath}/upstream_tokens`;

const seconds = (description: string) =>
  Type.Integer({ description: `${description}, in seconds since 1970-01-01T00:00:00Z` });

/** What is answered there. */
export const meSchema = Type.Object({
  sub: Type.String({ description: "The person, as the client knows them" }),
  claims: Type.Object({}, {
    description: "What userinfo tells the client of the person (OpenID Connect Core section 5.3.2)",
    additionalProperties: true,
  }),
  client_id: Type.String({ description: "Whom the token was issued to" }),
  scope: Type.String({ description: "What the token was issued with, with spaces between" }),
  exp: seconds("When the token expires"),
  auth_time: Type.Optional(seconds("When the person proved who they are, where that is known")),
  acr: Type.String({ description: "How well they did" }),
  amr: Type.Array(Type.String(), { description: "By which methods (RFC 8176)" }),
}, { title: "Me", additionalProperties: false });

const refused = (description: string) => ({
  description,
  content: {
    "application/json": {
      schema: {
        type: "object",
        description: "RFC 6750 section 3",
        required: ["error"],
        properties: { error: { type: "string" }, error_description: { type: "string" } },
      },
    },
  },
});

const operation = (
  operationId: string,
  { summary, schema, scope }: { readonly summary: string; readonly schema: TSchema; readonly scope: string },
) => ({
  operationId,
  summary,
  tags: ["me"],
  parameters: [],
  security: [{ access_token: [] }],
  responses: {
    200: { description: "As asked", content: { "application/json": { schema } } },
    400: refused("The header cannot be read"),
    401: refused("There is no token, or one that does not count"),
    403: refused(`The token was not issued with ${scope}`),
    500: refused("The server failed"),
    503: refused("The database cannot be reached"),
  },
});

/** What the API's description says of these paths, by path. */
export const meOperations = {
  [mePath]: operation("showMe", {
    summary: "Show whose access token this is; the token has the scope openid",
    schema: meSchema,
    scope: "openid",
  }),
  [myUpstreamTokensPath]: operation("showMyUpstreamTokens", {
    summary:
      `Give the access tokens that upstreams issued for the person; the token has the scopes openid and ${upstreamTokensScope}`,
    schema: upstreamTokensSchema,
    scope: upstreamTokensScope,
  }),
} as const;
