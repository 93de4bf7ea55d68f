import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { tokenParameters } from "../../src/protocol/parameters.ts";
import { oauthErrors } from "../../src/protocol/oauth_error.ts";
import { authorizeAs, codeIn, pkce, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { send, lines } = provider;
const person = await addPerson(provider), app = await addClient(provider), other = await addClient(provider);
// A person's living tokens, of a client that nobody here authenticates as.
const code = codeIn(await authorizeAs(provider, other, person, { asked: { prompt: "consent" } }));
const held = await redeem(
  send,
  other,
  codeIn(
    await authorizeAs(provider, other, person, {
      asked: { scope: "openid offline_access", prompt: "consent" },
    }),
  ),
);
assert(held.refresh_token && held.access_token);
const secrets = [app.client_secret, other.client_secret, code, held.refresh_token, held.access_token];

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "password",
    "urn:ietf:params:oauth:grant-type:device_code",
    app.redirect_uri,
    pkce.verifier,
    "openid",
    "openid  email",
    "lk_ac_AAAA",
    "e30.e30.c2ln",
    "\0",
    "\ud800",
    "__proto__",
    "x".repeat(500),
  ),
);
const secret = fc.constantFrom(...secrets);
const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...tokenParameters) },
  { weight: 1, arbitrary: fc.constantFrom("resource", "__proto__", "toString", "") },
);

/** How the client authenticates: rightly, nearly so, or not at all. */
const basic = (id: string, password: string) => `Basic ${btoa(`${id}:${password}`)}`;
const authorization = fc.oneof(
  fc.constant(basic(app.client_id, app.client_secret)),
  fc.constantFrom(
    undefined,
    basic(app.client_id, other.client_secret),
    basic("nobody", app.client_secret),
    "Basic",
    "Basic %",
    "Basic bm9ib2R5",
    `Bearer ${held.access_token}`,
    "basic \u00ff",
  ),
);

/** What a right request would have, as far as it goes. */
const base = fc.constantFrom<readonly (readonly [string, string])[]>(
  [],
  [["grant_type", "authorization_code"], ["code", code], ["redirect_uri", app.redirect_uri], [
    "code_verifier",
    pkce.verifier,
  ]],
  [["grant_type", "refresh_token"], ["refresh_token", held.refresh_token]],
  [["grant_type", "client_credentials"]],
  [["grant_type", "urn:ietf:params:oauth:grant-type:nobodys"]],
);

/** Beginnings of a form that is none: stray percent signs, octets that are not UTF-8, a NUL. */
const unreadable = ["%&", "code=%f&", "%ff=%fe&", "scope=%ed%a0%80&", "%c3%28=1&", "code=%00&", "%00&"];

const sent = fc.record({
  base,
  fields: fc.array(
    fc.tuple(name, fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: secret })),
    {
      maxLength: 3,
    },
  ),
  authorization,
  // Six of seven cannot be read at all; the others are looked at row by row.
  head: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...unreadable) },
    { weight: 1, arbitrary: fc.constantFrom("", "=&", "&&", "+=&") },
  ),
  type: fc.oneof(
    { weight: 9, arbitrary: fc.constant("application/x-www-form-urlencoded") },
    { weight: 1, arbitrary: fc.constantFrom("application/json", "multipart/form-data", "x") },
  ),
});

Deno.test("10,000 malformed token requests: never a fault of ours, never a token, never a secret in answer or log (RFC 6749 section 5.2)", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(sent, async ({ base, fields, authorization, head, type }) => {
      const headers = new Headers({ "content-type": type });
      if (authorization !== undefined) headers.set("authorization", authorization);
      const body = `${head}${new URLSearchParams(
        [...base, ...fields].map(([name, value]) => [name, value]),
      )}`;
      const answer = await send("/oauth2/token", { method: "POST", headers, body }),
        said = await answer.text();
      assert([400, 401, 415].includes(answer.status), `${answer.status}: ${said}`);
      assertEquals([answer.headers.get("cache-control"), answer.headers.get("location")], ["no-store", null]);
      const { error, error_description, ...rest } = JSON.parse(said);
      seen.set(error, (seen.get(error) ?? 0) + 1);
      assert(Object.hasOwn(oauthErrors, error) && Object.keys(rest).length === 0, said);
      assert(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,1000}$/.test(error_description), error_description);
      const told = said + (answer.headers.get("www-authenticate") ?? "");
      for (const secret of secrets) assert(!told.includes(secret), told);
    }),
    { numRuns: 10_000 },
  );
  for (
    const error of [
      "invalid_request",
      "invalid_client",
      "invalid_grant",
      "unsupported_grant_type",
      "unauthorized_client",
    ]
  ) {
    assert((seen.get(error) ?? 0) > 5, JSON.stringify([...seen]));
  }
  for (const line of lines) for (const secret of secrets) assert(!line.includes(secret), line);
});
