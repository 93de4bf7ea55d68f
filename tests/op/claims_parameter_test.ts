import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeJwt } from "jose";
import { noClaims } from "../../src/domain/claims_request.ts";
import type { ClientMetadata } from "../../src/domain/client_metadata.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, type Asked, askedOn, authorizeUrl, redeem, refresh, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const trusted = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice", {
  name: "Alice Example",
  "name#ja-Kana-JP": "アリス",
  "name#de": "Alice Beispiel",
  birthdate: "1990-03-03",
  phone_number: "+49 30 1234567",
  phone_number_verified: true,
});
const bob = await addPerson(provider, "bob");

const userinfo = async (access_token = ""): Promise<Record<string, unknown>> =>
  await (await send("/oauth2/userinfo", { headers: { authorization: `Bearer ${access_token}` } })).json();

/** A browser in which these people are signed in. */
async function browserOf(...people: readonly typeof alice[]) {
  const browser = openBrowser(issuer, send);
  for (const person of people) {
    const page = await browser.open(authorizeUrl(issuer, trusted, { prompt: "login" }));
    await signIn(
      browser,
      askedOn(page) === "account" ? await browser.submit(page, { session: "other" }) : page,
      person,
    );
  }
  return browser;
}

interface Wish {
  readonly claims?: unknown;
  readonly asked?: Asked;
  readonly client?: TestClient;
}

/** Alice allows what is asked. @returns what the client is told, and where. */
async function told({ claims, asked = {}, client = trusted }: Wish) {
  const browser = await browserOf(alice);
  const sent = { ...claims === undefined ? {} : { claims: JSON.stringify(claims) }, ...asked };
  let visit = await browser.open(authorizeUrl(issuer, client, sent));
  if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
  const tokens = await redeem(send, client, answerIn(visit).code ?? "");
  assertEquals(tokens.status, 200, JSON.stringify(answerIn(visit)));
  return { tokens, id_token: decodeJwt(tokens.id_token!), userinfo: await userinfo(tokens.access_token) };
}

/** The claims about a person among those of an ID token. */
const about = (claims: Readonly<Record<string, unknown>>) =>
  Object.keys(claims).filter((name) =>
    !["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash"].includes(name)
  );

Deno.test("a claim asked for userinfo is told there, and one asked for the ID token there, without their scopes (OpenID Connect Core section 5.5)", async () => {
  const claims = { userinfo: { email: null }, id_token: { name: { essential: true } } };
  const { id_token, userinfo } = await told({ claims });
  assertEquals([about(id_token), id_token.name], [["name"], "Alice Example"]);
  assertEquals(userinfo, { sub: alice.sub, email: "alice@example.com" });
});

for (
  const [form, how] of Object.entries({
    "null": null,
    "an empty object": {},
    "essential": { essential: true },
    "not essential": { essential: false },
    "the right value": { value: "1990-03-03" },
    "values with the right one": { values: ["2000-01-01", "1990-03-03"] },
    "members that nobody defined": { essential: false, purpose: "to greet", max_age: 3 },
  })
) {
  Deno.test(`a claim may be asked for by ${form} (OpenID Connect Core section 5.5.1)`, async () => {
    const { id_token, userinfo } = await told({
      claims: { userinfo: { birthdate: how }, id_token: { birthdate: how }, other: { birthdate: how } },
    });
    assertEquals([id_token.birthdate, userinfo.birthdate], ["1990-03-03", "1990-03-03"]);
  });
}

Deno.test("what cannot be told is left out without an error, essential or not (OpenID Connect Core section 5.5.1)", async () => {
  const asked = {
    gender: { essential: true },
    shoe_size: { essential: true },
    constructor: null,
    birthdate: { value: "2000-01-01" },
    address: { value: { country: "DE" } },
    iss: { value: "https://evil.example" },
  };
  const { id_token, userinfo } = await told({ claims: { userinfo: asked, id_token: asked } });
  assertEquals([about(id_token), id_token.iss, userinfo], [[], issuer, { sub: alice.sub }]);
});

Deno.test("a claim whose scope the client may not ask for is not told (RFC 7591 section 2)", async () => {
  const client = await addClient(provider, { scope: "openid profile" }, { first_party: true });
  const asked = { email: { essential: true }, name: null };
  const { id_token, userinfo } = await told({ client, claims: { userinfo: asked, id_token: asked } });
  assertEquals([about(id_token), userinfo], [["name"], { sub: alice.sub, name: "Alice Example" }]);
});

Deno.test("claims by name and scopes add up (OpenID Connect Core section 5.4)", async () => {
  const { userinfo } = await told({
    claims: { userinfo: { birthdate: null } },
    asked: { scope: "openid phone" },
  });
  assertEquals(Object.keys(userinfo).toSorted(), [
    "birthdate",
    "phone_number",
    "phone_number_verified",
    "sub",
  ]);
});

Deno.test("claims by name need openid: without it there is nothing to find them in (OpenID Connect Core section 5.5)", async () => {
  const client = await addClient(provider), browser = await browserOf(alice);
  const asked = { scope: "profile", claims: '{"userinfo":{"email":null}}' };
  const page = await browser.open(authorizeUrl(issuer, client, asked));
  assertEquals([askedOn(page), page.html.includes("email address")], ["consent", false]);
});

Deno.test("languages are asked for by tag or by claims_locales, and the plain claim stays (OpenID Connect Core section 5.2)", async () => {
  const claims = { id_token: { "name#ja-Kana-JP": null, "name#fr": null, name: null } };
  const { id_token } = await told({ claims });
  assertEquals([id_token["name#ja-Kana-JP"], id_token["name#fr"], id_token.name], [
    "アリス",
    undefined,
    "Alice Example",
  ]);
  const preferred = await told({ asked: { scope: "openid profile", claims_locales: "fr de-AT ja" } });
  assertEquals([preferred.userinfo.name, preferred.userinfo["name#de"]], ["Alice Beispiel", undefined]);
  assertEquals((await told({ asked: { scope: "openid profile" } })).userinfo.name, "Alice Example");
  assertEquals(
    (await told({ asked: { scope: "openid profile", claims_locales: "se _ x" } })).userinfo.name,
    "Alice Example",
  );
});

Deno.test("what a refreshed access token lets know stays what was asked for (OpenID Connect Core section 12)", async () => {
  const claims = { userinfo: { birthdate: null }, id_token: { name: null } };
  const { tokens } = await told({ claims, asked: { scope: "openid offline_access" } });
  const again = await refresh(send, trusted, tokens.refresh_token!);
  assertEquals(about(decodeJwt(again.id_token!)), ["name"]);
  assertEquals(await userinfo(again.access_token), { sub: alice.sub, birthdate: "1990-03-03" });
});

Deno.test("one sign-in does not widen another: each token lets know what its own request asked for (OpenID Connect Core section 5.5)", async () => {
  const client = await addClient(provider);
  const wide = await told({ client, claims: { userinfo: { email: null }, id_token: { name: null } } });
  const narrow = await told({ client });
  assertEquals([about(narrow.id_token), narrow.userinfo], [[], { sub: alice.sub }]);
  assertEquals((await userinfo(wide.tokens.access_token)).email, "alice@example.com");
});

/** The items of a consent page. */
const listed = ({ html }: { readonly html: string }) =>
  [...html.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => item);

Deno.test("a person is asked for a claim by its name, once, and again only for what is new (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), browser = await browserOf(alice);
  const ask = (claims: unknown, asked: Asked = {}) =>
    browser.open(authorizeUrl(issuer, client, { claims: JSON.stringify(claims), ...asked }));
  const first = await ask({ userinfo: { birthdate: null }, id_token: { "name#de": null } });
  assertEquals(listed(first), [
    "Recognise you when you come back",
    "See your birthday",
    "See your full name",
  ]);
  await browser.submit(first, { decision: "allow" });
  const silent = await ask({ id_token: { birthdate: null, name: null } }, { prompt: "none" });
  assert(answerIn(silent).code, JSON.stringify(answerIn(silent)));
  const more = await ask({ userinfo: { email: null, birthdate: null } });
  assertEquals(listed(more), [
    "See your email address",
    "Recognise you when you come back",
    "See your birthday",
  ]);
  const quiet = await ask({ userinfo: { email: null } }, { prompt: "none" });
  assertEquals(answerIn(quiet).error, "consent_required");
  // To agree to the profile is to agree to all that it holds.
  await browser.submit(await ask({}, { scope: "openid profile" }), { decision: "allow" });
  assert(answerIn(await ask({ userinfo: { gender: null } }, { prompt: "none" })).code);
});

Deno.test("the account page says what an app may know by name (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider, { client_name: "Birthday Cards" }),
    browser = await browserOf(alice);
  const claims = JSON.stringify({ userinfo: { birthdate: null } });
  await browser.submit(await browser.open(authorizeUrl(issuer, client, { claims })), { decision: "allow" });
  const { html } = await browser.open("/account");
  assertStringIncludes(html.slice(html.indexOf("Birthday Cards")), "See your birthday");
});

Deno.test("what a consent page showed is what is granted: more claims from another tab show it again (OpenID Connect Core section 3.1.2.4)", async () => {
  const client = await addClient(provider), browser = await browserOf(alice);
  const few = await browser.open(authorizeUrl(issuer, client));
  const many = await browser.open(
    authorizeUrl(issuer, client, { claims: JSON.stringify({ userinfo: { email: null } }) }),
  );
  const [, shown = ""] = /name="shown" value="([^"]*)"/.exec(few.html) ?? [];
  const again = await browser.submit(many, { decision: "allow", shown });
  assertEquals([askedOn(again), listed(again).includes("See your email address")], ["consent", true]);
});

Deno.test("a claim that was taken from the client meanwhile is not granted (RFC 7591 section 2)", async () => {
  const client = await addClient(provider), browser = await browserOf(alice);
  const claims = JSON.stringify({ userinfo: { email: null } });
  const page = await browser.open(authorizeUrl(issuer, client, { claims }));
  const { metadata } = await provider.db.selectFrom("client").select("metadata").where(
    "client_id",
    "=",
    client.client_id,
  ).executeTakeFirstOrThrow();
  const less: ClientMetadata = { ...metadata, scope: "openid profile" };
  await provider.db.updateTable("client").set({ metadata: less }).where("client_id", "=", client.client_id)
    .execute();
  assertEquals((await browser.submit(page, { decision: "allow" })).status, 400);
});

for (const place of ["userinfo", "id_token"]) {
  const wants = (sub: string) => ({ claims: JSON.stringify({ [place]: { sub: { value: sub } } }) });

  Deno.test(`sub with a value in ${place} means that person and nobody else (OpenID Connect Core section 3.1.2.2)`, async () => {
    const both = await browserOf(alice, bob);
    const { code = "" } = answerIn(await both.open(authorizeUrl(issuer, trusted, wants(bob.sub))));
    assertEquals(decodeJwt((await redeem(send, trusted, code)).id_token!).sub, bob.sub);

    const hers = await browserOf(alice);
    const silent = await hers.open(authorizeUrl(issuer, trusted, { ...wants(bob.sub), prompt: "none" }));
    assertEquals(answerIn(silent).error, "login_required");
    const page = await hers.open(authorizeUrl(issuer, trusted, wants(bob.sub)));
    assertEquals(askedOn(page), "login");
    const wrong = await signIn(hers, page, alice);
    assertEquals(askedOn(wrong), "login");
    const { code: his = "" } = answerIn(await signIn(hers, wrong, bob));
    assertEquals(decodeJwt((await redeem(send, trusted, his)).id_token!).sub, bob.sub);
  });
}

Deno.test("sub with several values lets a person choose among those who are signed in (OpenID Connect Core section 5.5.1)", async () => {
  const both = await browserOf(alice, bob);
  const claims = JSON.stringify({ id_token: { sub: { values: [alice.sub, bob.sub] } } });
  assertEquals(askedOn(await both.open(authorizeUrl(issuer, trusted, { claims }))), "account");
});

Deno.test("sub that is nobody's is asked for in vain (OpenID Connect Core section 3.1.2.2)", async () => {
  const hers = await browserOf(alice);
  const claims = JSON.stringify({ id_token: { sub: { value: "nobody" } } });
  const silent = await hers.open(authorizeUrl(issuer, trusted, { claims, prompt: "none" }));
  assertEquals(answerIn(silent).error, "login_required");
});

Deno.test("claims are kept with what they belong to and nowhere else (OpenID Connect Core section 5.5)", async () => {
  const client = await addClient(provider);
  await told({ client, claims: { userinfo: { email: { value: "x" } }, id_token: { "name#de": null } } });
  await told({ client });
  const { client_id } = client;
  const families = await provider.db.selectFrom("token_family").select("claims")
    .where("client_id", "=", client_id).execute();
  const asked = {
    userinfo: { email: { values: ["x"] } },
    id_token: { "name#de": {} },
    locales: [],
  };
  const size = ({ userinfo }: typeof noClaims) => Object.keys(userinfo).length;
  const kept = families.map(({ claims }) => claims);
  assertEquals(kept.toSorted((one, other) => size(other) - size(one)), [asked, noClaims]);
  for (const table of ["consent", "grant"] as const) {
    const row = await provider.db.selectFrom(table).select("claims").where("client_id", "=", client_id)
      .executeTakeFirstOrThrow();
    assertEquals(row.claims, ["email", "name"]);
  }
});
