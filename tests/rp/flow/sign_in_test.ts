import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { decodeJwt } from "jose";
import { findAccount } from "../../../src/store/accounts.ts";
import { moveUpstream } from "../../../src/store/upstreams.ts";
import { formOf, openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import { answerIn, askedOn, authorizeUrl, redeem, signIn } from "../../support/flow.ts";
import { startOidcUpstream, waysTo } from "../../support/oidc_upstream.ts";
import { openAdmin } from "../../admin/admin_server.ts";
import { addClient, addPerson, lastRefusal, storeOf } from "../../support/provider.ts";
import { setPolicy } from "../../support/registration.ts";
import { addUpstream, leaveAlone, leaveFor, upstreamButtons } from "../../support/upstreams.ts";

const redirect_uris = ["example", "by-post", "by-none", "by-key", "by-secret-jwt"].map((slug) =>
  `http://localhost:8080/rp/callback/${slug}`
);
const upstream = await startOidcUpstream({ redirect_uris, configuration: { acrValues: ["gold"] } });
const byPost = await startOidcUpstream({ redirect_uris, token_endpoint_auth_method: "client_secret_post" });
const byNone = await startOidcUpstream({ redirect_uris, token_endpoint_auth_method: "none" });
/** Where upstreams find our keys: they take them from a socket. */
const ourKeys = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  () => provider.send("/rp/jwks.json"),
);
const byKey = await startOidcUpstream({
  redirect_uris,
  token_endpoint_auth_method: "none",
  client: {
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "ES256",
    jwks_uri: `http://127.0.0.1:${ourKeys.addr.port}/`,
    id_token_encrypted_response_alg: "ECDH-ES",
    id_token_encrypted_response_enc: "A256GCM",
  },
  configuration: {
    features: { devInteractions: { enabled: false }, encryption: { enabled: true } },
    clientAuthMethods: ["private_key_jwt"],
    enabledJWA: {
      idTokenSigningAlgValues: ["ES256"],
      idTokenEncryptionAlgValues: ["ECDH-ES"],
      idTokenEncryptionEncValues: ["A256GCM"],
      clientAuthSigningAlgValues: ["ES256"],
    },
  },
});
const bySecretJwt = await startOidcUpstream({
  redirect_uris,
  client: { token_endpoint_auth_method: "client_secret_jwt", token_endpoint_auth_signing_alg: "HS256" },
  configuration: { clientAuthMethods: ["client_secret_jwt"] },
});
Deno.test.afterAll(async () => {
  await ourKeys.shutdown();
  await Promise.all(
    [upstream, byPost, byNone, byKey, bySecretJwt].map((each) => each[Symbol.asyncDispose]()),
  );
});

const provider = await openAdmin(
    waysTo(...[upstream, byPost, byNone, byKey, bySecretJwt].map(({ host }) => host)),
  ),
  { issuer, send } = provider;
await addUpstream(provider, upstream, { trusted_acr: ["gold"] });
const client = await addClient(provider);

const ada = {
  sub: "ada",
  claims: { name: "Ada Lovelace", email: "ada@people.example", email_verified: true },
};

/** Is at the upstream whoever sits there, and comes back. */
async function comeBack(browser: TestBrowser, away: URL, from = upstream): Promise<Visit> {
  const { url } = await from.browser().open(away);
  return await browser.open(url);
}

// The upstreams go by the real time, so the application has to as well; what a test adds to it stays.
let added = 0;
const realTime = () => Math.floor(Date.now() / 1000) + added;
Object.defineProperty(provider.time, "now", { get: realTime, set: (to: number) => added += to - realTime() });

/** Signs in for an application through the upstream, and allows it. @returns what the tokens say. */
async function signInThrough(
  { browser = openBrowser(issuer, send), asked = {} }: {
    readonly browser?: TestBrowser;
    readonly asked?: Readonly<Record<string, string>>;
  } = {},
) {
  let visit = await comeBack(browser, await leaveFor(provider, browser, client, { asked }));
  if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
  const { id_token = "", access_token = "" } = await redeem(
    provider.send,
    client,
    answerIn(visit).code ?? "",
  );
  return { claims: decodeJwt(id_token), access_token };
}

Deno.test("an app's person signs in with an upstream and lands in the app, known again the next time (OpenID Connect Core section 3.1)", async () => {
  upstream.person = ada;
  const first = await signInThrough({ asked: { scope: "openid profile email" } });
  assertEquals([first.claims.iss, first.claims.acr, first.claims.amr], [issuer, "1", []]);
  assertNotEquals(first.claims.sub, "ada");
  const told = await send("/oauth2/userinfo", {
    headers: { authorization: `Bearer ${first.access_token}` },
  });
  const { name, email, email_verified } = await told.json();
  assertEquals([name, email, email_verified], ["Ada Lovelace", "ada@people.example", true]);
  assertEquals((await signInThrough()).claims.sub, first.claims.sub);
});

Deno.test("a certified provider is asked for the class that an app asks for, and the app is told what it says (OpenID Connect Core section 5.5.1.1)", async () => {
  const asked = { acr_values: "gold" };
  upstream.person = { ...ada, acr: "gold" };
  assertEquals((await signInThrough({ asked })).claims.acr, "gold");
  upstream.person = ada;
  assertEquals((await signInThrough({ asked })).claims.acr, "1");
});

Deno.test("another person at the upstream is another person here", async () => {
  const subs = [];
  for (const person of [ada, { sub: "bob" }]) {
    upstream.person = person;
    subs.push((await signInThrough()).claims.sub);
  }
  assertNotEquals(subs[0], subs[1]);
});

Deno.test("signing in with an upstream gives the browser another secret and keeps the account that was signed in before", async () => {
  upstream.person = ada;
  const alice = await addPerson(provider), browser = openBrowser(issuer, send);
  await signIn(browser, await browser.open(authorizeUrl(issuer, client)), alice);
  const before = browser.cookies.get("lk_br_default");
  await signInThrough({ browser, asked: { prompt: "login" } });
  assertNotEquals(browser.cookies.get("lk_br_default"), before);
  const choice = await browser.open(authorizeUrl(issuer, client, { prompt: "select_account" }));
  assertEquals(askedOn(choice), "account");
  for (const name of ["alice", "Ada Lovelace"]) assertStringIncludes(choice.html, name);
});

Deno.test("a sign-in that an app wants anew is one at the upstream too (OpenID Connect Core section 3.1.2.1)", async () => {
  upstream.person = ada;
  const browser = openBrowser(issuer, send);
  const anew = await leaveFor(provider, browser, client, { asked: { prompt: "login", ui_locales: "de" } });
  assertEquals(anew.searchParams.get("prompt"), "login");
  assert(Number(anew.searchParams.get("max_age") ?? Infinity) < 60);
  assertEquals(anew.searchParams.get("ui_locales"), "de");
  const { claims } = await signInThrough({ asked: { max_age: "60" } });
  assert(Math.abs(Number(claims.auth_time) - provider.time.now) < 60);
  const any = await leaveFor(provider, openBrowser(issuer, send), client);
  assertEquals([any.searchParams.has("prompt"), any.searchParams.has("max_age")], [false, false]);
});

Deno.test("our request has state, nonce and an S256 challenge, of which the address of one tells nothing of another (RFC 9700 section 2.1.1)", async () => {
  const requests = [];
  for (let round = 0; round < 2; round++) {
    const browser = openBrowser(issuer, send);
    const { searchParams } = await leaveFor(provider, browser, client);
    assertEquals(searchParams.get("code_challenge_method"), "S256");
    assertEquals(searchParams.get("redirect_uri"), `${issuer}/rp/callback/example`);
    assertEquals(searchParams.get("scope"), "openid profile email");
    requests.push(["state", "nonce", "code_challenge"].map((name) => searchParams.get(name)));
  }
  assertEquals(new Set(requests.flat()).size, 6);
});

Deno.test("a person who says no at the upstream is told so and signs in with their password instead (OpenID Connect Core section 3.1.2.6)", async () => {
  upstream.person = { sub: "ada", denies: true };
  const carol = await addPerson(provider, "carol"), browser = openBrowser(issuer, send);
  const refused = await comeBack(browser, await leaveFor(provider, browser, client));
  assertEquals(refused.status, 400);
  assertStringIncludes(refused.html, "You did not sign in with The example");
  const [, back = ""] = /<a class="button" href="([^"]+)"/.exec(refused.html) ?? [];
  const login = await browser.open(back);
  assertEquals(askedOn(login), "login");
  assertEquals(askedOn(await signIn(browser, login, carol)), "consent");
});

Deno.test("an upstream that posts its answer from another site brings the person where they were going (OAuth 2.0 Form Post Response Mode section 2)", async () => {
  upstream.person = ada;
  const browser = openBrowser(issuer, send);
  const away = await leaveFor(provider, browser, client, { asked: { prompt: "consent" } });
  away.searchParams.set("response_mode", "form_post");
  const posted = await upstream.browser().open(away);
  const body = new URLSearchParams(
    [...posted.html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
  // Such a post carries no cookie of ours: SameSite is Lax.
  const parked = await send("/rp/callback/example", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: upstream.issuer },
    body: body.toString(),
  });
  assertEquals([parked.status, parked.headers.getSetCookie()], [303, []]);
  const back = parked.headers.get("location")!;
  assertEquals(new URL(back).pathname, "/rp/callback/example");
  assertEquals(askedOn(await browser.open(back)), "consent");
  assertEquals((await browser.open(back)).status, 400, "it is taken once");
});

Deno.test("without an app a person comes to their account page, or to the path that was named", async () => {
  upstream.person = ada;
  const browser = openBrowser(issuer, send);
  const account = await comeBack(browser, await leaveAlone(provider, browser));
  assertEquals([account.status, new URL(account.url).pathname], [200, "/account"]);
  assertStringIncludes(account.html, "ada@people.example");
  const query = { idp: "example", redirect_uri: "/?from=here" };
  assertEquals(
    (await comeBack(browser, await leaveAlone(provider, browser, query))).url,
    `${issuer}/?from=here`,
  );
});

Deno.test("a person goes on to the site of an app that somebody vouches for", async () => {
  upstream.person = ada;
  const browser = openBrowser(issuer, send);
  const query = { idp: "example", redirect_uri: "https://app.example/welcome" };
  const { url, status } = await comeBack(browser, await leaveAlone(provider, browser, query));
  assertEquals([url, status], ["https://app.example/welcome", 303]);
});

Deno.test("the sign-in page and the list name the upstreams that are enabled, and no others", async () => {
  const id = await addUpstream(provider, { slug: "closed", issuer: "https://closed.example" });
  await moveUpstream(storeOf(provider), id, "disable", provider.time.now);
  const login = await openBrowser(issuer, send).open(authorizeUrl(issuer, client));
  assertEquals(Object.keys(upstreamButtons(login)), ["Continue with The example"]);
  for (const query of ["", `?client_id=${client.client_id}`]) {
    const response = await send(`/rp/providers${query}`);
    assertEquals(await response.json(), {
      providers: [{
        id: "example",
        display_name: "The example",
        preset: null,
        authorize_uri: `${issuer}/rp/authorize?idp=example`,
      }],
    });
  }
  const unknown = await send("/rp/providers?client_id=nobody");
  assertEquals([unknown.status, (await unknown.json()).error], [400, "invalid_request"]);
  assertEquals((await send("/rp/authorize?idp=closed")).status, 400);
});

Deno.test("a client with allowed_upstreams offers its people those alone, and nobody signs in for it with another one", async () => {
  await addUpstream(provider, { slug: "partner", issuer: "https://partner.example" });
  const buttons = async (allowed_upstreams: readonly string[] | null) => {
    const narrow = await addClient(provider, {}, { allowed_upstreams });
    const browser = openBrowser(issuer, send), login = await browser.open(authorizeUrl(issuer, narrow));
    const listed = await (await send(`/rp/providers?client_id=${narrow.client_id}`)).json();
    const offered = Object.values(upstreamButtons(login)).map((href) => new URL(href).searchParams);
    const named = offered.map((query) => query.get("idp"));
    assertEquals(listed.providers.map(({ id }: { id: string }) => id), named);
    return { browser, login, named, interaction: offered[0]?.get("interaction") };
  };
  assertEquals((await buttons(null)).named.toSorted(), ["example", "partner"]);
  assertEquals((await buttons([])).named, []);
  const { browser, named, interaction } = await buttons(["example"]);
  assertEquals(named, ["example"]);
  const query = { idp: "partner", interaction: interaction! };
  const refused = await browser.open(`${issuer}/rp/authorize?${new URLSearchParams(query)}`);
  assertEquals([refused.status, new URL(refused.url).pathname], [400, "/rp/authorize"]);
  assertEquals(lastRefusal(provider), "upstream.not_offered");
});

Deno.test("who signed in with an upstream that a client does not offer, without an app or for another one, signs in again for that client", async () => {
  upstream.person = ada;
  const narrow = await addClient(provider, {}, { allowed_upstreams: ["partner"] }), path = "/account";
  const wide = await addClient(provider, {}, { allowed_upstreams: ["example"] });
  const alone = openBrowser(issuer, send), inApp = openBrowser(issuer, send);
  assertEquals(new URL((await comeBack(alone, await leaveAlone(provider, alone))).url).pathname, path);
  await signInThrough({ browser: inApp });
  for (const browser of [alone, inApp]) {
    const login = await browser.open(authorizeUrl(issuer, narrow));
    assertEquals(askedOn(login), "login");
    assertEquals(Object.keys(upstreamButtons(login)), ["Continue with The partner"]);
    const silent = await browser.open(authorizeUrl(issuer, narrow, { prompt: "none" }));
    assertEquals(answerIn(silent).error, "login_required");
    assertEquals(askedOn(await browser.open(authorizeUrl(issuer, wide))), "consent");
  }
  const login = await alone.open(authorizeUrl(issuer, narrow));
  const dora = await addPerson(provider, "dora");
  assertEquals(askedOn(await signIn(alone, login, dora)), "consent", "no client refuses a password");
});

for (const [slug, other] of Object.entries({ "by-post": byPost, "by-none": byNone })) {
  Deno.test(`we authenticate at an upstream ${slug.replace("-", " ")} where it is set so (OpenID Connect Core section 9)`, async () => {
    other.person = { sub: "grace" };
    await addUpstream(
      provider,
      { ...other, slug },
      slug === "by-post"
        ? { token_endpoint_auth_method: "client_secret_post" }
        : { token_endpoint_auth_method: "none", client_secret: null },
    );
    const browser = openBrowser(issuer, send), away = await leaveAlone(provider, browser, { idp: slug });
    const account = await comeBack(browser, away, other);
    assertEquals([account.status, new URL(account.url).pathname], [200, "/account"]);
  });
}

Deno.test("what an account is made of is what the upstream says, and no user name", async () => {
  upstream.person = { sub: "eve", claims: { name: "Eve", picture: "javascript:alert(1)" } };
  const { claims: { sub = "" } } = await signInThrough();
  const account = await findAccount(storeOf(provider), sub);
  assertEquals([account?.username, account?.claims, account?.state], [
    null,
    { name: "Eve" },
    "active",
  ]);
});

Deno.test("signing in with an upstream gives the browser another state for pages of apps in the same answer, and it stays (OpenID Connect Session Management section 3.2)", async () => {
  upstream.person = ada;
  await setPolicy(provider, { session_management: true });
  const signingIn: string[] = [];
  const browser = openBrowser(issuer, async (address, init) => {
    const answer = await send(address, init), given = answer.headers.getSetCookie();
    if (given.some((line) => line.startsWith("lk_br_default="))) {
      signingIn.push(...given.flatMap((line) => /^lk_bs_default=([^;]+)/.exec(line)?.[1] ?? []));
    }
    return answer;
  });
  await comeBack(browser, await leaveFor(provider, browser, client));
  assertEquals([browser.cookies.get("lk_bs_default")], signingIn);
  await browser.open(authorizeUrl(issuer, client, { prompt: "none" }));
  assertEquals([browser.cookies.get("lk_bs_default")], signingIn);
  await setPolicy(provider, {});
});

const publishedKeys = async (): Promise<readonly Record<string, string>[]> => {
  provider.time.now += 2;
  return (await (await send("/rp/jwks.json")).json()).keys;
};

Deno.test("our own key proves who we are at a certified provider, which encrypts its ID token to us and posts its answer (RFC 7523 section 2.2, OpenID Connect Core section 10.2)", async () => {
  assertEquals(await publishedKeys(), []);
  const made = await provider.call("POST", "/upstreams", {
    id: "by-key",
    issuer: byKey.issuer,
    client_id: byKey.client_id,
    token_endpoint_auth_method: "private_key_jwt",
    id_token_encrypted_response_alg: "ECDH-ES",
    trust_email: true,
    logout: "always",
  });
  assertEquals([made.status, made.body.jwks_uri, made.body.has_client_secret], [
    201,
    `${issuer}/rp/jwks.json`,
    false,
  ]);
  const keys = await publishedKeys();
  assertEquals(keys.map(({ use, alg }) => `${use} ${alg}`).toSorted(), ["enc ECDH-ES", "sig ES256"]);
  assertEquals(keys.some((key) => "d" in key), false);
  const { keys: ours } = await (await send("/oauth2/jwks.json")).json();
  assertEquals(ours.some(({ kid }: { kid: string }) => keys.some((key) => key.kid === kid)), false);

  byKey.person = {
    sub: "key-ada",
    claims: { name: "Ada", email: "key@people.example", email_verified: true },
  };
  const browser = openBrowser(issuer, send), away = await leaveAlone(provider, browser, { idp: "by-key" });
  away.searchParams.set("response_mode", "form_post");
  const there = await byKey.browser().open(away), { action, fields } = formOf(there.html);
  assertEquals(action, `${issuer}/rp/callback/by-key`);
  const posted = await send(action, { method: "POST", body: new URLSearchParams(fields) });
  assertEquals(posted.status, 303);
  const landed = await browser.open(posted.headers.get("location")!);
  assertEquals([landed.status, new URL(landed.url).pathname], [200, "/account"], lastRefusal(provider));

  // What was encrypted to us says nothing to the provider itself (OpenID Connect RP-Initiated Logout section 2).
  const { html } = await browser.submit(landed, { sign_out: "this" });
  const [, hint = ""] = /id_token_hint=([\w.-]+)/.exec(html) ?? [];
  assertEquals(decodeJwt(hint).sub, "key-ada");
});

Deno.test("a secret that signs instead of being sent proves who we are at a certified provider (OpenID Connect Core section 9)", async () => {
  const { issuer: there, client_id, client_secret } = bySecretJwt;
  const method = { token_endpoint_auth_method: "client_secret_jwt" };
  const made = await provider.call("POST", "/upstreams", {
    id: "by-secret-jwt",
    issuer: there,
    client_id,
    client_secret,
    ...method,
  });
  assertEquals([made.status, made.body.jwks_uri], [201, undefined]);
  bySecretJwt.person = { sub: "secret-ada" };
  const browser = openBrowser(issuer, send);
  const visit = await comeBack(
    browser,
    await leaveAlone(provider, browser, { idp: "by-secret-jwt" }),
    bySecretJwt,
  );
  assertEquals([visit.status, new URL(visit.url).pathname], [200, "/account"], lastRefusal(provider));
});
