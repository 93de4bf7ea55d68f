import { assertEquals, assertMatch } from "@std/assert";
import { oauthErrors } from "../../src/protocol/oauth_error.ts";
import { answerOf, authorizeAs, codeIn, post, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const machine = { grant_types: ["client_credentials"], response_types: [] };
const web = await addClient(provider), service = await addClient(provider, machine);
const spa = await addClient(provider, { token_endpoint_auth_method: "none" });
const wrong: TestClient = { ...web, client_secret: `${web.client_secret}x` };
const person = await addPerson(provider);

const basic = (description: string) =>
  `Basic realm="${issuer}", charset="UTF-8", error="invalid_client", error_description="${description}"`;
const bearer = (error: string, description: string) =>
  `Bearer realm="${issuer}", error="${error}", error_description="${description}"`;

interface Expected {
  readonly error: string;
  readonly status: number;
  readonly challenge: typeof basic | null;
}

type Fields = Readonly<Record<string, string>>;

/** Requests to the endpoints at which clients authenticate, with what RFC 6749 section 5.2 answers. */
const direct: readonly (readonly [path: string, fields: Fields, client: TestClient | undefined, Expected])[] =
  [
    ["token", { grant_type: "client_credentials" }, undefined, {
      error: "invalid_client",
      status: 401,
      challenge: basic,
    }],
    ["token", { grant_type: "client_credentials" }, wrong, {
      error: "invalid_client",
      status: 401,
      challenge: basic,
    }],
    ["token", {}, web, { error: "invalid_request", status: 400, challenge: null }],
    ["token", { grant_type: "password" }, web, {
      error: "unsupported_grant_type",
      status: 400,
      challenge: null,
    }],
    ["token", { grant_type: "client_credentials" }, web, {
      error: "unauthorized_client",
      status: 400,
      challenge: null,
    }],
    ["token", { grant_type: "client_credentials", scope: "x" }, service, {
      error: "invalid_scope",
      status: 400,
      challenge: null,
    }],
    ["token", { grant_type: "authorization_code", code: "x" }, web, {
      error: "invalid_grant",
      status: 400,
      challenge: null,
    }],
    ["token", { grant_type: "refresh_token", refresh_token: "x" }, web, {
      error: "invalid_grant",
      status: 400,
      challenge: null,
    }],
    ["token", { grant_type: "refresh_token" }, web, {
      error: "invalid_request",
      status: 400,
      challenge: null,
    }],
    ["token", { client_secret: "x" }, web, { error: "invalid_request", status: 400, challenge: null }],
    ["introspect", { token: "x" }, undefined, { error: "invalid_client", status: 401, challenge: basic }],
    ["introspect", { token: "x" }, spa, { error: "invalid_client", status: 401, challenge: basic }],
    ["introspect", {}, web, { error: "invalid_request", status: 400, challenge: null }],
    ["revoke", { token: "x" }, wrong, { error: "invalid_client", status: 401, challenge: basic }],
    ["revoke", {}, web, { error: "invalid_request", status: 400, challenge: null }],
  ];

for (const [path, fields, client, { error, status, challenge }] of direct) {
  const who = client === wrong ? "with a wrong secret" : client ? "by its client" : "by nobody";
  Deno.test(`/oauth2/${path} answers ${JSON.stringify(fields)} ${who} with ${status} ${error} (RFC 6749 section 5.2)`, async () => {
    const response = await post(send, `/oauth2/${path}`, fields, client);
    const { error: told, error_description, ...rest } = await response.json();
    assertEquals([response.status, told, rest], [status, error, {}]);
    assertMatch(error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    assertEquals(response.headers.get("www-authenticate"), challenge?.(error_description) ?? null);
    assertEquals([response.headers.get("cache-control"), response.headers.get("pragma")], [
      "no-store",
      "no-cache",
    ]);
  });
}

async function userinfo(headers: HeadersInit, query = "", body?: string) {
  const init = body === undefined ? { headers } : { method: "POST", headers, body };
  const response = await send(`/oauth2/userinfo${query}`, init);
  await response.body?.cancel();
  return [response.status, response.headers.get("www-authenticate")];
}

const form = { "content-type": "application/x-www-form-urlencoded" };

Deno.test("userinfo challenges who brings no token, or one of another scheme, and names no error (RFC 6750 section 3.1)", async () => {
  const bare = [401, `Bearer realm="${issuer}"`];
  assertEquals(await userinfo({}), bare);
  assertEquals(await userinfo({ authorization: "Basic YTpi" }), bare);
  assertEquals(await userinfo(form, "", ""), bare);
  // A token in the address ends up in logs and histories, so it is no token (RFC 9700 section 4.3.2).
  assertEquals(await userinfo({}, "?access_token=x"), bare);
});

Deno.test("userinfo answers a token that does not count with 401, and one sent wrongly with 400 (RFC 6750 section 3.1)", async () => {
  const invalid = [401, bearer("invalid_token", "The access token is not valid")];
  assertEquals(await userinfo({ authorization: "Bearer nonsense" }), invalid);
  assertEquals(await userinfo(form, "", "access_token=nonsense"), invalid);
  const twice = [400, bearer("invalid_request", "An access token may be sent once, in one way")];
  assertEquals(await userinfo({ ...form, authorization: "Bearer x" }, "", "access_token=x"), twice);
  const unreadable = "The Authorization header is not readable as a Bearer token";
  assertEquals(await userinfo({ authorization: "Bearer a b" }), [400, bearer("invalid_request", unreadable)]);
});

Deno.test("userinfo answers a token without openid with 403 (RFC 6750 section 3.1)", async () => {
  const plain = await authorizeAs(provider, web, person, { asked: { scope: "profile" } });
  const own = await answerOf(
    await post(send, "/oauth2/token", { grant_type: "client_credentials" }, service),
  );
  const description = "The access token was not issued with the scope openid";
  for (const { access_token } of [await redeem(send, web, codeIn(plain)), own]) {
    const expected = [403, bearer("insufficient_scope", description)];
    assertEquals(await userinfo({ authorization: `Bearer ${access_token}` }), expected);
  }
});

Deno.test("a token of another client cannot be revoked, an unknown one is as good as revoked (RFC 7009 section 2.1 and 2.2)", async () => {
  const { access_token } = await answerOf(
    await post(send, "/oauth2/token", { grant_type: "client_credentials" }, service),
  );
  const foreign = await answerOf(await post(send, "/oauth2/revoke", { token: access_token! }, web));
  assertEquals([foreign.status, foreign.error], [400, "invalid_grant"]);
  const unknown = await post(send, "/oauth2/revoke", { token: "nonsense" }, web);
  assertEquals([unknown.status, await unknown.text()], [200, "{}"]);
});

Deno.test("every error has the status of the document that defines it", () => {
  const others: Readonly<Record<string, number>> = {
    invalid_client: 401,
    invalid_token: 401,
    insufficient_user_authentication: 401,
    access_denied: 403,
    insufficient_scope: 403,
    too_many_requests: 429,
    server_error: 500,
    temporarily_unavailable: 503,
  };
  for (const [code, { status, source }] of Object.entries(oauthErrors)) {
    assertEquals(status, others[code] ?? 400, code);
    assertMatch(source, /^(RFC \d{4}|OpenID Connect Core.*) section [\d.]+$/);
  }
});
