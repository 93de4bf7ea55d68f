import { assert, assertEquals, assertFalse, assertNotEquals, assertStringIncludes } from "@std/assert";
import { decodeJwt } from "jose";
import { makeRsaSha1Key } from "../../../src/crypto/oauth1_signing.ts";
import { type GuardedRequest, guardedRequest } from "../../../src/outbound/guarded_request.ts";
import { type UpstreamPreset } from "../../../src/protocol/upstream/presets/preset.ts";
import { endpointsAt } from "../../../src/protocol/upstream/presets/preset_issuer.ts";
import { upstreamPresets } from "../../../src/protocol/upstream/presets/presets.ts";
import { systemResolve } from "../../../src/outbound/resolve.ts";
import { sealSigningKey } from "../../../src/rp/credentials/upstream_secret.ts";
import { findUpstream, type LastingUpstream } from "../../../src/store/upstreams.ts";
import type { SignatureMethod } from "../../../src/domain/upstream.ts";
import { openBrowser, type TestBrowser } from "../../support/browser.ts";
import { makeCertificate } from "../../support/certificate.ts";
import { startDocumentedHosts } from "../../support/documented_hosts.ts";
import { answerIn, askedOn, authorizeUrl, redeem, signIn } from "../../support/flow.ts";
import {
  type Oauth1Endpoints,
  type Oauth1Upstream,
  oauth1Upstream,
  type ServedOauth1Upstream,
  startOauth1Upstream,
} from "../../support/oauth1_upstream.ts";
import { addClient, addPerson, lastRefusal, openProvider, portsOf, storeOf } from "../../support/provider.ts";
import { addUpstream, leaveAlone, leaveFor, upstreamButtons } from "../../support/upstreams.ts";
import { assertSignedIn, isSignedIn } from "../fake_broker.ts";
import { type Oauth1Fixture, oauth1Fixtures } from "../presets/oauth1.ts";

const person = { sub: "id_str", name: "name", nickname: "screen_name", email: "email" };
const clock = { now: () => 0 }, now = () => clock.now();
const folder = await Deno.makeTempDir();
const pem = await makeCertificate(folder);
const tls = { cert: await Deno.readTextFile(pem.cert), key: await Deno.readTextFile(pem.key) };
const upstream = startOauth1Upstream(now);
const byKey = startOauth1Upstream(now, { signature_method: "RSA-SHA1" });
const plain = startOauth1Upstream(now, { signature_method: "PLAINTEXT" }, tls);
Deno.test.afterAll(async () => {
  await Promise.all([upstream, byKey, plain, hosts].map((each) => each[Symbol.asyncDispose]()));
  await Deno.remove(folder, { recursive: true });
});

const rules = { allowed: [upstream.host, byKey.host, plain.host], ports: [443], own: [] };
const onLoopback = guardedRequest({
  rules,
  resolve: systemResolve,
  authorities: tls.cert,
  report: () => {},
});
const hosts = startDocumentedHosts();
const request: GuardedRequest = (url, asked) =>
  (URL.parse(url)?.hostname === "localhost" ? onLoopback : hosts.request)(url, asked);
const provider = await openProvider({ request, fetchRules: rules }), { issuer, send, db, time } = provider;
clock.now = () => time.now;
const client = await addClient(provider), carol = await addPerson(provider, "carol");

const signing = await makeRsaSha1Key();
byKey.publicKey = signing.publicKey;

/** Lets people sign in with one of the servers, or with what it is named by. */
async function add(
  slug: string,
  { client_id, client_secret, origin }: Pick<ServedOauth1Upstream, "client_id" | "client_secret" | "origin">,
  signature_method: SignatureMethod,
  lasting: Partial<LastingUpstream>,
) {
  const id = await addUpstream(provider, { slug, issuer: origin, client_id, client_secret }, {
    token_endpoint_auth_method: "none",
    signature_method,
    scopes: [],
  }, { kind: "oauth1", ...lasting });
  if (signature_method !== "RSA-SHA1") return;
  const { privateKey, publicKey } = signing;
  const signing_key = sealSigningKey(portsOf(provider), id, privateKey);
  await db.updateTable("upstream").set({ client_secret: null, signing_key, public_key: publicKey })
    .where("id", "=", id).execute();
}
await add("example", upstream, "HMAC-SHA1", { endpoints: upstream.endpoints, person });
await add("by-key", byKey, "RSA-SHA1", { endpoints: byKey.endpoints, person });
await add("plain", plain, "PLAINTEXT", { endpoints: plain.endpoints, person });

const ada = { document: { id_str: "38895958", name: "Ada Lovelace", screen_name: "ada" } };
const open = () => openBrowser(issuer, send);

/** A person without an app goes to the server and comes back. @param change What differs of the address that brings them back. */
async function comeBack(browser: TestBrowser, change: (back: URL) => void = () => {}) {
  const back = new URL(await upstream.visit(await leaveAlone(provider, browser)));
  change(back);
  return await browser.open(back);
}

function behave(lies: Oauth1Upstream["lies"] = {}): void {
  upstream.person = ada;
  upstream.lies = lies;
  upstream.asked.length = 0;
}

for (const [slug, from] of Object.entries({ example: upstream, "by-key": byKey, plain })) {
  Deno.test(`an app's person signs in with a server that wants signatures (${slug}), and is known again the next time (RFC 5849 section 1.2)`, async () => {
    from.person = { document: { ...ada.document, email: "ada@people.example" } };
    const subs = [];
    for (let round = 0; round < 2; round++) {
      const browser = open(), away = await leaveFor(provider, browser, client, { slug });
      assertEquals([away.origin, away.searchParams.get("lang")], [from.origin, "en"]);
      assertEquals([...away.searchParams.keys()], ["lang", "oauth_token"]);
      let visit = await browser.open(await from.visit(away));
      if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
      const { id_token = "" } = await redeem(send, client, answerIn(visit).code ?? "");
      const { sub, iss } = decodeJwt(id_token);
      assertEquals(iss, issuer);
      subs.push(sub);
    }
    assertEquals(subs[0], subs[1]);
    const rows = await db.selectFrom("upstream_identity as i")
      .innerJoin("account as a", (join) => join.onRef("a.id", "=", "i.account_id"))
      .select(["i.iss", "i.sub", "a.claims", "a.email"]).where("i.account_id", "=", subs[0]!).execute();
    const claims = { name: "Ada Lovelace", nickname: "ada" };
    // It does not say whether an address was verified, so none is believed.
    assertEquals<unknown>(rows, [{ iss: from.origin, sub: "38895958", claims, email: null }]);
  });
}

Deno.test("what a server that wants signatures has the say over follows it at each sign-in", async () => {
  const { origin, client_id, client_secret, endpoints } = upstream, slug = "declared";
  await addUpstream(provider, { slug, issuer: origin, client_id, client_secret }, {
    token_endpoint_auth_method: "none",
    signature_method: "HMAC-SHA1",
    scopes: [],
    claims: { nickname: "nickname", team: "team.name", badges: "badges" },
  }, { kind: "oauth1", endpoints, person });
  for (const [screen_name, name, badges] of [["mary", "Optics", ["7"]], ["somerville", "Stars", undefined]]) {
    upstream.person = { document: { id_str: "1780", screen_name, team: { name }, badges } };
    const browser = open(), away = await leaveAlone(provider, browser, { idp: slug });
    assertSignedIn(await browser.open(await upstream.visit(away)));
    const { claims, attributes } = await db.selectFrom("upstream_identity as i")
      .innerJoin("account as a", "a.id", "i.account_id").select(["a.claims", "a.attributes"])
      .where("i.sub", "=", "1780").executeTakeFirstOrThrow();
    assertEquals<unknown>([claims, attributes], [{ nickname: screen_name }, {
      team: name,
      ...(badges === undefined ? {} : { badges }),
    }]);
  }
});

Deno.test("the callback that is confirmed carries the state of its flow, and every request a nonce of its own (RFC 5849 section 2.1 and 3.3)", async () => {
  behave();
  const browser = open();
  assertSignedIn(await comeBack(browser));
  const [initiate, token, api] = upstream.asked;
  assertEquals([initiate?.path, token?.path, api?.path], [
    "/oauth/request_token",
    "/oauth/access_token",
    "/1.1/account/verify_credentials.json",
  ]);
  const callback = new URL(initiate!.oauth.oauth_callback!);
  assertEquals(`${callback.origin}${callback.pathname}`, `${issuer}/rp/callback/example`);
  assertEquals([...callback.searchParams.keys()], ["state"]);
  assertFalse("oauth_token" in initiate!.oauth);
  assertEquals(new Set(upstream.asked.map(({ oauth }) => oauth.oauth_nonce)).size, 3);
  assertEquals(upstream.asked.map(({ oauth }) => oauth.oauth_timestamp), Array(3).fill(String(time.now)));
});

Deno.test("the secret of the temporary credentials is sealed in the flow, and nothing of them is logged", async () => {
  behave();
  const browser = open(), away = await leaveAlone(provider, browser);
  const token = away.searchParams.get("oauth_token")!, secret = `temporary secret&${token.split("/")[1]}`;
  const rows = await db.selectFrom("upstream_flow").selectAll().execute();
  const stored = rows.map((row) => new TextDecoder().decode(row.material)).join();
  assertSignedIn(await browser.open(await upstream.visit(away)));
  for (const each of [token, secret, upstream.client_secret]) {
    assertFalse(stored.includes(each));
    assertFalse(provider.lines.join("\n").includes(each));
  }
});

Deno.test("a server that does not confirm the callback speaks the original OAuth 1.0: nobody is sent there, and a page says why (RFC 5849 section 2.1)", async () => {
  for (const confirmed of ["", "&oauth_callback_confirmed=false"]) {
    behave({ "/oauth/request_token": () => new Response(`oauth_token=a&oauth_token_secret=b${confirmed}`) });
    const browser = open(), login = await browser.open(authorizeUrl(issuer, client));
    const refused = await browser.open(upstreamButtons(login)["Continue with The example"]!);
    assertEquals([refused.status, lastRefusal(provider)], [
      400,
      "upstream.temporary_credential_endpoint.not_confirmed",
    ]);
    assertStringIncludes(refused.html, "We cannot sign you in with The example");
    assertEquals([...browser.cookies.keys()].filter((name) => name.startsWith("lk_uf_")), []);
    const [, back = ""] = /<a class="button" href="([^"]+)"/.exec(refused.html) ?? [];
    assertEquals(askedOn(await signIn(browser, await browser.open(back), carol)), "consent");
  }
});

Deno.test("a person who says no is told so kindly, and nothing is asked for them", async () => {
  behave();
  upstream.person = { ...ada, denies: true };
  const browser = open(), refused = await comeBack(browser);
  assertEquals([refused.status, lastRefusal(provider)], [400, "upstream.response.denied"]);
  assertStringIncludes(refused.html, "You did not sign in with The example");
  assertEquals(upstream.asked.map(({ path }) => path), ["/oauth/request_token"]);
});

Deno.test("a person who comes back with a problem that stands for a no is told the same, and with another one that it did not work (OAuth Problem Reporting)", async () => {
  for (
    const [problem, why] of [
      ["user_refused", "denied"],
      ["permission_denied", "denied"],
      ["consumer_key_unknown", "oauth_token"],
    ] as const
  ) {
    behave();
    const refused = await comeBack(open(), (back) => {
      for (const name of ["oauth_token", "oauth_verifier"]) back.searchParams.delete(name);
      back.searchParams.set("oauth_problem", problem);
    });
    assertEquals([refused.status, lastRefusal(provider)], [400, `upstream.response.${why}`]);
  }
});

/** Ways back that are not the flow's own, by what becomes of them. */
const wrongReturns: Readonly<Record<string, readonly [status: number, (back: URL) => void]>> = {
  "upstream.response.oauth_token": [400, (back) => back.searchParams.set("oauth_token", "temporary/0")],
  "upstream.response.oauth_verifier": [400, (back) => back.searchParams.delete("oauth_verifier")],
  "upstream.token_endpoint.refused": [400, (back) => back.searchParams.set("oauth_verifier", "another")],
  "upstream_flow.repeated": [400, (back) => back.searchParams.append("oauth_token", "temporary/0")],
  "upstream_flow.no_state": [400, (back) => back.searchParams.delete("state")],
  "upstream_flow.other_upstream": [400, (back) => {
    back.pathname = back.pathname.replace("example", "by-key");
  }],
};

for (const [why, [status, change]] of Object.entries(wrongReturns)) {
  Deno.test(`nobody is signed in by a return that was changed: ${why} (RFC 5849 section 4.13)`, async () => {
    behave();
    const browser = open(), refused = await comeBack(browser, change);
    assertEquals([refused.status, lastRefusal(provider)], [status, why]);
    assertFalse(isSignedIn(browser));
  });
}

Deno.test("token and verifier of somebody else's flow, or of one's own other flow, sign nobody in with this one (RFC 5849 section 2.3)", async () => {
  behave();
  const mine = open(), theirs = open();
  const other = new URL(await upstream.visit(await leaveAlone(provider, theirs)));
  const second = new URL(await upstream.visit(await leaveAlone(provider, mine)));
  for (const from of [other, second]) {
    const refused = await comeBack(mine, (back) => {
      for (const name of ["oauth_token", "oauth_verifier"]) {
        back.searchParams.set(name, from.searchParams.get(name)!);
      }
    });
    assertEquals([refused.status, lastRefusal(provider)], [400, "upstream.response.oauth_token"]);
  }
  assertFalse(isSignedIn(mine));
  assertSignedIn(await theirs.open(other));
});

Deno.test("a return in another browser signs nobody in there, and one that was taken is not taken again (OAuth Security Advisory 2009.1)", async () => {
  behave();
  const browser = open(), foreign = open();
  const back = await upstream.visit(await leaveAlone(provider, browser));
  const refused = await foreign.open(back);
  assertEquals([refused.status, lastRefusal(provider)], [403, "upstream_flow.other_browser"]);
  assertFalse(isSignedIn(foreign));
  assertSignedIn(await browser.open(back));
  upstream.asked.length = 0;
  for (const again of [browser, foreign]) assertNotEquals((await again.open(back)).status, 200);
  assertEquals(upstream.asked, []);
});

const html = () =>
  new Response("<!doctype html><title>Sorry</title>", { headers: { "content-type": "text/html" } });
const huge = () => new Response("oauth_token=a&oauth_token_secret=b&more=".padEnd(200_000, "x"));
const initiate = "/oauth/request_token", token = "/oauth/access_token";
const api = "/1.1/account/verify_credentials.json";
const problem = (words: string, status = 401) => () => new Response(`oauth_problem=${words}`, { status });

/** What the server may do instead of answering: the reason that the log has, the status of the page, and the lie. */
const answers: readonly (readonly [why: string, status: number, lies: Oauth1Upstream["lies"]])[] = [
  ["temporary_credential_endpoint", 503, { [initiate]: () => new Response(null, { status: 502 }) }],
  ["temporary_credential_endpoint", 503, { [initiate]: huge }],
  ["temporary_credential_endpoint.no_token", 400, { [initiate]: html }],
  ["temporary_credential_endpoint.no_token_secret", 400, {
    [initiate]: () => new Response("oauth_token=a&oauth_callback_confirmed=true"),
  }],
  ["temporary_credential_endpoint.callback_rejected", 400, {
    [initiate]: () =>
      new Response('<errors><error code="415">Callback URL not approved</error></errors>', { status: 403 }),
  }],
  ["temporary_credential_endpoint.consumer_key_unknown", 400, {
    [initiate]: problem("consumer_key_unknown"),
  }],
  ["token_endpoint", 503, { [token]: () => new Response(null, { status: 500 }) }],
  ["token_endpoint", 503, { [token]: huge }],
  ["token_endpoint.no_token", 400, { [token]: html }],
  ["token_endpoint.no_token_secret", 400, { [token]: () => new Response("oauth_token=a") }],
  ["token_endpoint.repeated", 400, {
    [token]: () => new Response("oauth_token=a&oauth_token_secret=b&oauth_token=c"),
  }],
  ["token_endpoint.permission_denied", 400, { [token]: problem("permission_denied") }],
  ["token_endpoint.refused", 400, { [token]: () => new Response(null, { status: 302 }) }],
  // A secret that is not the one that goes with the token signs what the server does not believe.
  ["userinfo_endpoint.refused", 400, {
    [token]: async (usual) => new Response((await usual.text()).replace("secret=", "secret=not")),
  }],
  ["userinfo_endpoint", 503, { [api]: () => new Response(null, { status: 503 }) }],
  ["userinfo_endpoint", 503, { [api]: huge }],
  ["userinfo_endpoint.type", 400, { [api]: html }],
  ["userinfo_endpoint.no_subject", 400, { [api]: () => Response.json({ id: 38895958 }) }],
];

for (const [at, [why, status, lies]] of answers.entries()) {
  Deno.test(`nobody is signed in where the server answers so: ${why} (${at}, RFC 5849 section 2.1 and 2.3)`, async () => {
    behave(lies);
    const browser = open(), asked = await browser.open(`${issuer}/rp/authorize?idp=example`);
    let visit = await browser.submit(asked, {});
    if (visit.url.startsWith(upstream.origin)) {
      visit = await browser.open(await upstream.visit(new URL(visit.url)));
    }
    assertEquals([visit.status, lastRefusal(provider)], [status, `upstream.${why}`]);
    assertStringIncludes(visit.html, `href="${issuer}/login"`);
    assertFalse(isSignedIn(browser));
  });
}

Deno.test("a clock that is wrong is named in the log, because nothing else would tell (RFC 5849 section 3.3)", async () => {
  behave();
  const browser = open();
  const asked = await browser.open(`${issuer}/rp/authorize?idp=example`);
  clock.now = () => time.now + 301;
  const refused = await browser.submit(asked, {});
  clock.now = () => time.now;
  assertEquals([refused.status, lastRefusal(provider)], [
    400,
    "upstream.temporary_credential_endpoint.timestamp_refused",
  ]);
});

Deno.test("a secret that is not the one that the server gave signs nothing that it believes (RFC 5849 section 3.2)", async () => {
  behave();
  const mistyped = { ...upstream, client_secret: "another" };
  await add("mistyped", mistyped, "HMAC-SHA1", { endpoints: upstream.endpoints, person });
  const browser = open(), asked = await browser.open(`${issuer}/rp/authorize?idp=mistyped`);
  const refused = await browser.submit(asked, {});
  assertEquals([refused.status, lastRefusal(provider)], [
    400,
    "upstream.temporary_credential_endpoint.signature_invalid",
  ]);
});

Deno.test("an account at such a server is connected with the one here, and signs in with it afterwards", async () => {
  behave();
  upstream.person = { document: { ...ada.document, id_str: "7" } };
  const browser = open(), { username, password } = carol;
  const account = await browser.submit(await browser.open(`${issuer}/login`), { username, password });
  const links = account.html.replaceAll("&amp;", "&").matchAll(/href="([^"]*\/rp\/link[^"]*)"/g);
  const href = [...links].map(([, each]) => each!).find((each) => each.includes("idp=example&"));
  const { url } = await browser.submit(await browser.open(href!), {});
  const connected = await browser.open(await upstream.visit(new URL(url)));
  assertStringIncludes(connected.html, "You can sign in with it from now on.");
  const elsewhere = await comeBack(open());
  assertSignedIn(elsewhere);
  assertStringIncludes(elsewhere.html, "carol@example.com");
});

Deno.test("a server that signs nobody in anew is not offered where that has to be recent (OpenID Connect Core section 3.1.2.1)", async () => {
  const login = await open().open(authorizeUrl(issuer, client, { prompt: "login" }));
  assertEquals(upstreamButtons(login), {});
  assert(await findUpstream(storeOf(provider), "example"));
});

type Oauth1Preset = Extract<UpstreamPreset, { readonly kind: "oauth1" }>;

/** Sends a person to a ready-made upstream, and back with what it says. @returns who they are here; undefined where they are nobody. */
async function signInWith(preset: Oauth1Preset, fixture: Oauth1Fixture, denies = false) {
  await db.deleteFrom("upstream").where("slug", "=", preset.id).execute();
  await db.deleteFrom("account").where("email", "is not", null).execute();
  const { person: { iss }, api, answer, ...behaviour } = fixture;
  const endpoints = { ...endpointsAt(preset.endpoints, iss), userinfo_endpoint: api } as Oauth1Endpoints;
  const fake = oauth1Upstream(now, endpoints, behaviour);
  fake.person = { document: answer, denies };
  fake.publicKey = signing.publicKey;
  hosts.serve(Object.values(endpoints).map((address) => new URL(address).hostname), fake.answer);
  await add(preset.id, { ...fake, origin: iss }, preset.signature_method, { preset: preset.id });
  const browser = open(), away = await leaveAlone(provider, browser, { idp: preset.id });
  const page = await hosts.request(away.href, { accept: ["text/html"] });
  const back = page.ok ? page.value.headers.location : undefined;
  if (back !== undefined) await browser.open(back);
  return await db.selectFrom("upstream_identity as i")
    .innerJoin("upstream as u", "u.id", "i.upstream_id").innerJoin("account as a", "a.id", "i.account_id")
    .select(["i.iss", "i.sub", "a.claims", "a.email"]).where("u.slug", "=", preset.id).executeTakeFirst();
}

/** What becomes of a sign-in with a ready-made upstream, and of one that the person declines. */
async function outcome(preset: Oauth1Preset, fixture: Oauth1Fixture) {
  const signedIn = await signInWith(preset, fixture), { declined } = fixture;
  if (!declined) return { person: signedIn };
  assertEquals(await signInWith(preset, fixture, true), undefined);
  return { person: signedIn, refusal: lastRefusal(provider) };
}

const due = ({ person, declined }: Oauth1Fixture) => ({
  person,
  ...(declined ? { refusal: "upstream.response.denied" } : {}),
});

for (const [id, fixture] of Object.entries(oauth1Fixtures)) {
  const preset = upstreamPresets.get(id)!;
  assert(preset.kind === "oauth1");

  Deno.test(`a person signs in with ${preset.name} by OAuth 1.0a, as its documentation says (${preset.documentation})`, async () => {
    assertEquals<unknown>(await outcome(preset, fixture), due(fixture));
  });

  for (const quirk of preset.quirks) {
    Deno.test(`nobody signs in rightly with ${preset.name} by OAuth 1.0a without its row ${quirk.name}`, async () => {
      const quirks = preset.quirks as unknown as unknown[], at = quirks.indexOf(quirk);
      quirks.splice(at, 1);
      try {
        assertNotEquals<unknown>(await outcome(preset, fixture), due(fixture));
      } finally {
        quirks.splice(at, 0, quirk);
      }
    });
  }
}

Deno.test("X says null where an address is not verified, and then none is believed (X, GET account/verify_credentials)", async () => {
  const preset = upstreamPresets.get("x-oauth1")!, fixture = oauth1Fixtures["x-oauth1"]!;
  assert(preset.kind === "oauth1");
  const without = { ...fixture, answer: { ...fixture.answer as object, email: null } };
  assertEquals((await signInWith(preset, without))?.email, null);
});
