import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { authorizationParameters } from "../../src/protocol/parameters.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { objectClaims, requestObject, unsignedObject } from "../support/request_objects.ts";
import { addClient, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, lines } = provider;
const key = await makeClientKey(), jwks = { keys: [key.jwk] };
const registered = "https://app.example/callback?registered=1";
const app = await addClient(provider, {
  redirect_uris: [registered],
  request_uris: ["https://app.example/request.jwt"],
  jwks,
});
const strict = await addClient(provider, {
  redirect_uris: [registered],
  require_signed_request_object: true,
  jwks,
});
const secrets = [app.client_secret, strict.client_secret];

// What a parameter may hold: what is right, what is nearly right, and what is nothing of the kind.
const good = Object.entries(objectClaims(provider, app)) as readonly (readonly [string, string])[];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    registered,
    `${registered}&more=1`,
    "https://app.example/callback",
    "https://app.example\\@evil.example/callback?registered=1",
    "javascript:alert(1)",
    "//evil.example",
    "code",
    "code id_token",
    "form_post",
    "query",
    "openid",
    "openid profile offline_access",
    "none",
    "login consent",
    "-1",
    "1e9",
    "plain",
    "{}",
    '{"userinfo":{"name":null},"id_token":{"acr":{"essential":true,"values":["1"]}}}',
    "[".repeat(200),
    "\0",
    "\ud800",
    "__proto__",
    "x".repeat(2049),
    ...good.map(([, value]) => `${value}`),
  ),
);
const value = fc.oneof({ depthSize: "small" }, text, fc.jsonValue({ maxDepth: 2 }));
const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...authorizationParameters) },
  { weight: 1, arbitrary: fc.constantFrom("parked", "iss", "__proto__", "toString", "") },
);

/** Objects are signed before: signing is not what is tested. */
const objects = await Promise.all(
  fc.sample(fc.array(fc.tuple(name, value), { maxLength: 4 }), { numRuns: 400, seed: 1 }).map(
    async (members, at) => {
      const client = at % 2 ? app : strict, claims = Object.fromEntries(members);
      return at % 10 === 9
        ? unsignedObject(objectClaims(provider, client, claims))
        : await requestObject(provider, client, key, { claims });
    },
  ),
);
const object = fc.constantFrom(...objects);
const request = fc.oneof(
  { weight: 6, arbitrary: object },
  {
    weight: 2,
    arbitrary: fc.tuple(object, fc.nat(400)).map(([jws, at]) => jws.slice(0, at) + jws.slice(at + 1)),
  },
  { weight: 1, arbitrary: fc.constantFrom("e30.e30.c2ln", "....", "e30.e30.e30.e30.e30", "W10.W10.W10") },
);

/** Beginnings of a query or a form that is none: stray percent signs, octets that are not UTF-8, a NUL. */
const unreadable = ["%&", "state=%f&", "%ff=%fe&", "nonce=%ed%a0%80&", "%c3%28=1&", "state=%00&", "%00&"];

/** A good request of which up to four parameters are sent otherwise, again, or not at all. */
const sent = fc.record({
  client: fc.constantFrom(app, app, strict),
  changes: fc.array(
    fc.oneof(
      fc.tuple(fc.constant("set" as const), name, text),
      fc.tuple(fc.constant("again" as const), name, text),
      fc.tuple(fc.constant("without" as const), name, fc.constant("")),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  request: fc.option(request, { freq: 2 }),
  secret: fc.option(fc.tuple(name.filter((one) => one !== "state"), fc.constantFrom(...secrets)), {
    freq: 10,
  }),
  // Six of seven cannot be read at all; the others are looked at row by row.
  head: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...unreadable) },
    { weight: 1, arbitrary: fc.constantFrom("", "=&", "&&", "+=&", "utm_source=mail&") },
  ),
  post: fc.constantFrom(false, false, false, true),
});

const isRegistered = (address: URL) =>
  [`${registered}&`, `${registered}#`].some((start) => address.href.startsWith(start)) &&
  address.origin === "https://app.example";

/** What an address brings to the client, in its fragment or in its query. */
const broughtBy = ({ hash, searchParams }: URL) => hash ? new URLSearchParams(hash.slice(1)) : searchParams;

Deno.test("10,000 malformed authorization requests: never a fault of ours, nobody is sent to an unregistered place, never a secret in answer or log (RFC 6749 section 4.1.2.1)", async () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(sent, async ({ client, changes, request, secret, head, post }) => {
      const asked = new URLSearchParams(
        good.filter(([name]) => authorizationParameters.some((known) => known === name)).map((
          [name, value],
        ) => [name, value]),
      );
      asked.set("client_id", client.client_id);
      asked.set("redirect_uri", registered);
      if (request !== null) asked.set("request", request);
      for (const [how, name, value] of changes) {
        if (how === "again") asked.append(name, value);
        else asked.delete(name);
        if (how === "set") asked.set(name, value);
      }
      if (secret) asked.set(...secret);
      const query = `${head}${asked}`;
      const answer = post
        ? await send("/oauth2/authorize", {
          method: "POST",
          body: query,
          headers: { "content-type": "application/x-www-form-urlencoded" },
        })
        : await send(`/oauth2/authorize?${query}`);
      const body = await answer.text(), location = answer.headers.get("location");
      assert([200, 303, 400].includes(answer.status), `${answer.status}: ${body}`);
      assertEquals(answer.headers.get("cache-control"), "no-store");
      for (const secret of secrets) assert(!`${location} ${body}`.includes(secret), `${location} ${body}`);
      // The form of a form_post answer goes where a redirect would.
      const action = /<form[^>]* action="([^"]*)"/.exec(body)?.[1]?.replaceAll("&amp;", "&");
      if (answer.status === 400) {
        count(unreadable.includes(head) ? "unreadable" : "page");
        return assertEquals([location, action], [null, undefined]);
      }
      assert(!unreadable.includes(head), "What cannot be read is not answered");
      const to = location ?? action;
      assert(to);
      const address = new URL(to), ours = address.origin === issuer, brought = broughtBy(address);
      count(
        ours ? address.pathname : answer.status === 200 ? "form_post" : brought.get("error") ?? "code",
      );
      if (ours) return assert(["/login", "/oauth2/authorize"].includes(address.pathname), to);
      assert(isRegistered(address) || action === registered, to);
      assertEquals([
        brought.has("code"),
        answer.status === 200 || brought.has("error"),
      ], [false, true]);
    }),
    { numRuns: 10_000 },
  );
  // Each kind of answer was given often enough to mean something.
  for (
    const kind of [
      "unreadable",
      "page",
      "/login",
      "/oauth2/authorize",
      "invalid_request",
      "invalid_request_object",
    ]
  ) {
    assert((seen.get(kind) ?? 0) > 50, JSON.stringify([...seen]));
  }
  for (const line of lines) for (const secret of secrets) assert(!line.includes(secret), line);
});
