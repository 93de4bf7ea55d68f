import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import {
  base64url,
  CompactEncrypt,
  type CompactJWEHeaderParameters,
  createLocalJWKSet,
  decodeJwt,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { err, ok } from "../../../src/domain/result.ts";
import { keyPortsOf } from "../../../src/http/deploy.ts";
import { ensureKeys } from "../../../src/op/change_keys.ts";
import { upstreamIdTokenChecks } from "../../../src/protocol/upstream/upstream_id_token_checks.ts";
import { upstreamUserinfoChecks } from "../../../src/protocol/upstream/upstream_userinfo_checks.ts";
import type { UpstreamRecord } from "../../../src/store/upstreams.ts";
import { openBrowser } from "../../support/browser.ts";
import { type Lies, upstreamJwk, upstreamKey } from "../../support/fake_upstream.ts";
import { answerIn, authorizeUrl, introspect, redeem } from "../../support/flow.ts";
import { addClient, lastRefusal } from "../../support/provider.ts";
import { addUpstream, leaveAlone, leaveFor } from "../../support/upstreams.ts";
import { assertSignedIn, isSignedIn, openFakeBroker, visitUpstream } from "../fake_broker.ts";

const broker = await openFakeBroker(), { provider, upstream } = broker, { issuer, send, time } = provider;

const now = () => time.now;
const open = () => openBrowser(issuer, send);

Deno.test("an upstream that does everything right signs somebody in", async () => {
  upstream.lies = {};
  assertSignedIn(await visitUpstream(broker));
});

/** ID tokens that no demand but one has anything against, by that demand. */
const wrong: Readonly<Record<string, () => Lies>> = {
  "id_token.header": () => ({ header: { jku: "https://evil.example/keys" } }),
  "id_token.typ": () => ({ header: { typ: "at+jwt" } }),
  "id_token.alg": () => ({ id_token: withHeader({ alg: "none" }) }),
  "id_token.iss": () => ({ claims: { iss: "https://other.example" } }),
  "id_token.tid": () => ({ claims: { tid: "11111111-86f1-41af-91ab-2d7cd011db47" } }),
  "id_token.aud": () => ({ claims: { aud: "somebody-else" } }),
  "id_token.azp_missing": () => ({ claims: { aud: ["latchkey", "somebody-else"] } }),
  "id_token.azp": () => ({ claims: { azp: "somebody-else" } }),
  "id_token.sub": () => ({ claims: { sub: "" } }),
  "id_token.exp": () => ({ claims: { exp: now() - 11 } }),
  "id_token.iat": () => ({ claims: { iat: now() + 11 } }),
  "id_token.nonce": () => ({ claims: { nonce: "another" } }),
};

const ownTid = "72f988bf-86f1-41af-91ab-2d7cd011db47";

const encoded = (value: unknown) => base64url.encode(JSON.stringify(value));

/** A token with a header of ours, claims that would do, and a signature that is none. */
const withHeader = (header: object) =>
  `${encoded(header)}.${
    encoded({ iss: upstream.issuer, sub: "ada", aud: "latchkey", exp: now() + 300, iat: now() })
  }.${base64url.encode("signature")}`;

for (const [id, lies] of Object.entries(wrong)) {
  Deno.test(`an ID token is refused for ${id} (OpenID Connect Core section 3.1.3.7)`, async () => {
    upstream.lies = lies();
    await provider.db.updateTable("upstream").set({ allowed_tids: id === "id_token.tid" ? [ownTid] : [] })
      .execute();
    const browser = open(), refused = await visitUpstream(broker, { browser });
    assertEquals([refused.status, lastRefusal(provider)], [400, `upstream.${id}`]);
    assertStringIncludes(refused.html, "We could not sign you in with The example");
    assertFalse(isSignedIn(browser));
  });
}

Deno.test("every demand on an ID token is met by a token that only it refuses", () => {
  assertEquals(Object.keys(wrong).concat("id_token.auth_time"), upstreamIdTokenChecks.map(({ id }) => id));
});

const alsoWrong: Readonly<Record<string, () => Promise<Lies> | Lies>> = {
  "id_token.alg": async () => ({ id_token: await hs256() }),
  "id_token.exp": () => ({ claims: { exp: undefined } as never }),
  "id_token.iat": () => ({ claims: { iat: now() - 700 } }),
  "id_token.exp, for what is not good yet": () => ({ claims: { nbf: now() + 11 } }),
  "id_token.sub": () => ({ claims: { sub: "x".repeat(256) } }),
  "id_token.nonce": () => ({ claims: { nonce: undefined } as never }),
  "id_token.aud": () => ({ claims: { aud: [] } }),
  "id_token.malformed": () => ({ id_token: "not.a.token" }),
  "token_endpoint.no_id_token": () => ({ id_token: undefined }),
  "id_token.signature": () => ({}),
};

/** HS256 with what everybody can read as the secret (RFC 8725 section 2.1). */
async function hs256(): Promise<string> {
  const key = await importJWK({ ...upstreamJwk, key_ops: ["verify"] }, "ES256", { extractable: true });
  const secret = new TextEncoder().encode(await exportSPKI(key as CryptoKey));
  return await new SignJWT({ iss: upstream.issuer, sub: "ada", aud: "latchkey" })
    .setProtectedHeader({ alg: "HS256", kid: "key-1" }).sign(secret);
}

for (const [title, lies] of Object.entries(alsoWrong)) {
  const [id = ""] = title.split(",");
  Deno.test(`an answer is refused for ${title}, in another way`, async () => {
    upstream.lies = await lies();
    const browser = open(), request = await leaveAlone(provider, browser);
    if (id === "id_token.signature") upstream.lies = { id_token: await strangerWith(request) };
    const refused = await browser.open(upstream.sendBack(request));
    assertEquals([refused.status, lastRefusal(provider)], [400, `upstream.${id}`]);
    assertFalse(isSignedIn(browser));
  });
}

/** A token that is right in all but that the key which signed it only calls itself the upstream's. */
async function strangerWith(request: URL): Promise<string> {
  const { privateKey } = await generateKeyPair("ES256");
  const nonce = request.searchParams.get("nonce")!;
  const claims = { iss: upstream.issuer, sub: "ada", aud: "latchkey", nonce, exp: now() + 300, iat: now() };
  return await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "key-1" }).sign(privateKey);
}

const bytes = (text: string) => ({ body: new TextEncoder().encode(text) });

/** What an upstream may do instead of answering, by what becomes of it. */
const answers: Readonly<Record<string, readonly [status: number, lies: Lies]>> = {
  "token_endpoint": [503, { token_answer: err({ why: "timeout", detail: "" }) }],
  "token_endpoint.refused": [400, {
    token_answer: ok({ status: 400, ...bytes('{"error":"invalid_grant"}') }),
  }],
  "token_endpoint.not_an_object": [400, { token_answer: ok(bytes("<html>")) }],
  "token_endpoint.no_access_token": [400, { tokens: { access_token: undefined } }],
  "token_endpoint.token_type": [400, { tokens: { token_type: "mac" } }],
  "userinfo_endpoint": [503, { userinfo_answer: ok({ status: 500 }) }],
  "userinfo_endpoint.refused": [400, { userinfo_answer: ok({ status: 401 }) }],
  "userinfo_endpoint.type": [400, { userinfo_answer: ok({ headers: { "content-type": "text/html" } }) }],
  "userinfo_endpoint.not_an_object": [400, { userinfo_answer: ok(bytes("[]")) }],
  "userinfo_endpoint.other_subject": [400, { userinfo: { sub: "eve" } }],
};

for (const [why, [status, lies]] of Object.entries(answers)) {
  Deno.test(`nobody is signed in where the upstream answers so: ${why} (OpenID Connect Core section 3.1.3 and 5.3)`, async () => {
    upstream.lies = lies;
    const browser = open(), refused = await visitUpstream(broker, { browser });
    assertEquals([refused.status, lastRefusal(provider)], [status, `upstream.${why}`]);
    assertFalse(isSignedIn(browser));
    upstream.lies = {};
    assertSignedIn(await visitUpstream(broker, { browser }));
  });
}

const errors: Readonly<Record<string, readonly [status: number, why: string]>> = {
  access_denied: [400, "response.access_denied"],
  login_required: [400, "response.login_required"],
  temporarily_unavailable: [503, "response.temporarily_unavailable"],
  server_error: [503, "response.server_error"],
  invalid_scope: [400, "response.error"],
  "<script>alert(1)</script>": [400, "response.error"],
};

for (const [error, [status, why]] of Object.entries(errors)) {
  Deno.test(`the upstream's error ${error} is told kindly, with a way back, and costs nothing (RFC 6749 section 4.1.2.1)`, async () => {
    upstream.lies = {}, upstream.asked.length = 0;
    const more = { error, error_description: "<b>words</b>", code: undefined };
    const refused = await visitUpstream(broker, { more });
    assertEquals([refused.status, lastRefusal(provider)], [status, `upstream.${why}`]);
    assertStringIncludes(refused.html, `href="${issuer}/login"`);
    assertEquals([refused.html.includes("words"), refused.html.includes("alert")], [false, false]);
    assertEquals(upstream.asked, []);
  });
}

Deno.test("a return without a code, or without the iss that the upstream says it sends, signs nobody in (RFC 9207 section 2.4)", async () => {
  for (
    const [more, why] of [[{ code: undefined }, "response.code"], [
      { iss: undefined },
      "response.iss",
    ]] as const
  ) {
    const refused = await visitUpstream(broker, { more });
    assertEquals([refused.status, lastRefusal(provider)], [400, `upstream.${why}`]);
  }
});

Deno.test("a sign-in that had to be anew is not taken from an upstream that does not say when it was, or that it was long ago (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await addClient(provider);
  for (const auth_time of [undefined, now() - 70, "now"] as unknown as number[]) {
    upstream.lies = { claims: { auth_time } };
    const browser = open();
    const request = await leaveFor(provider, browser, client, { asked: { max_age: "59" } });
    assertEquals((await browser.open(upstream.sendBack(request))).status, 400);
    assertEquals(lastRefusal(provider), "upstream.id_token.auth_time");
  }
  upstream.lies = { claims: { auth_time: now() - 40 } };
  const browser = open(), asked = { max_age: "60" };
  const request = await leaveFor(provider, browser, client, { asked });
  assertStringIncludes((await browser.open(upstream.sendBack(request))).url, "/consent");
  // What an upstream did long ago is no sign-in of now for the next application.
  time.now += 30;
  const again = await browser.open(authorizeUrl(issuer, client, asked));
  assert(again.html.includes('name="password"'), again.url);
});

Deno.test("who signs in beside with an upstream that does not say when it was has not signed in anew for an app that asks for that (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await addClient(provider), browser = open();
  upstream.lies = { claims: { auth_time: undefined } };
  for (const asked of [{ prompt: "login" }, { max_age: "60" }]) {
    const demanding = await browser.open(authorizeUrl(issuer, client, asked));
    assertSignedIn(await visitUpstream(broker, { browser }));
    const chooser = await browser.open(demanding.url.replace(/&ask=[a-z]+/, "") + "&ask=account");
    const session = /name="session" value="([^"]+)"/.exec(chooser.html)?.[1];
    assert(session, chooser.html);
    const chosen = await browser.submit(chooser, { session });
    assert(chosen.html.includes('name="password"'), `${JSON.stringify(asked)}: ${chosen.url}`);
  }
  const any = await browser.submit(await browser.open(authorizeUrl(issuer, client)), { decision: "allow" });
  const tokens = await redeem(send, client, answerIn(any).code ?? "");
  assertEquals([tokens.status, "auth_time" in decodeJwt(tokens.id_token!)], [200, false]);
  assertEquals("auth_time" in decodeJwt(tokens.access_token!), false);
  assertEquals("auth_time" in await introspect(send, client, tokens.access_token!), false);
});

Deno.test("a key that the upstream has since a moment is fetched at once; after one that it does not have, a minute passes first (OpenID Connect Core section 10.1.1)", async () => {
  time.now += 60;
  const fetched = () =>
    upstream.documents.asked.filter(({ url }) => url === `${upstream.issuer}/jwks`).length;
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  upstream.lies = {};
  assertSignedIn(await visitUpstream(broker));
  upstream.documents.at.set(`${upstream.issuer}/jwks`, {
    keys: [upstreamJwk, { ...await exportJWK(publicKey), kid: "key-2" }],
  });
  const attempt = async (kid: string) => {
    const browser = open(), request = await leaveAlone(provider, browser);
    const nonce = request.searchParams.get("nonce")!;
    const claims = { iss: upstream.issuer, sub: "ada", aud: "latchkey", nonce, exp: now() + 300, iat: now() };
    const id_token = await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
    upstream.lies = { id_token };
    return await browser.open(upstream.sendBack(request));
  };
  const before = fetched();
  assertSignedIn(await attempt("key-2"));
  assertEquals(fetched(), before + 1);
  for (const kid of ["key-3", "key-4", "key-5"]) assertEquals((await attempt(kid)).status, 400);
  assertEquals(fetched(), before + 2);
  time.now += 60;
  for (const kid of ["key-6", "key-7"]) assertEquals((await attempt(kid)).status, 400);
  assertEquals(fetched(), before + 3);
});

Deno.test("an upstream whose issuer differs by a slash at the end takes nothing from another one (OpenID Connect Discovery section 4.3)", async () => {
  await addUpstream(provider, { slug: "slashed", issuer: `${upstream.issuer}/` });
  time.now += 3601;
  const { asked } = upstream.documents, before = asked.length;
  const refused = await send("/rp/authorize?idp=slashed", { headers: { "sec-fetch-site": "same-origin" } });
  assertEquals([refused.status, lastRefusal(provider)], [503, "upstream.metadata"]);
  upstream.lies = {};
  assertSignedIn(await visitUpstream(broker));
  const metadata = `${upstream.issuer}/.well-known/openid-configuration`;
  assertEquals(asked.slice(before, before + 2).map(({ url }) => url), [metadata, metadata]);
});

/** Sets how the upstream and we know each other, from here on. */
const agree = (
  columns: Partial<
    Pick<
      UpstreamRecord,
      | "token_endpoint_auth_method"
      | "client_assertion_audience"
      | "token_endpoint_auth_signing_alg"
      | "id_token_encrypted_response_alg"
      | "claims"
    >
  >,
) => provider.db.updateTable("upstream").set(columns).where("slug", "=", "example").execute();

const rpPorts = { ...keyPortsOf(provider.deployment), role: "rp" as const };

Deno.test("an assertion of ours is for one upstream, one minute and one request, and of our own key (RFC 7523 section 3, RFC 9700 section 2.5)", async () => {
  await ensureKeys(rpPorts, ["ES256", "RS256"]);
  time.now += 2;
  upstream.lies = {}, upstream.asked.length = 0;
  const jwks = createLocalJWKSet(await (await send("/rp/jwks.json")).json()), seen = new Set<unknown>();
  for (
    const [alg, audience] of [["ES256", null], ["ES256", "issuer"], ["RS256", "token_endpoint"]] as const
  ) {
    const token_endpoint_auth_signing_alg = alg === "ES256" ? null : alg;
    await agree({
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg,
      client_assertion_audience: audience,
    });
    assertSignedIn(await visitUpstream(broker));
    const { asked: { form = {}, headers } } = upstream.asked.findLast(({ asked }) => asked.form)!;
    assertEquals([form.client_id, "client_secret" in form, headers], ["latchkey", false, {}]);
    const { payload, protectedHeader } = await jwtVerify(form.client_assertion!, jwks, {
      currentDate: new Date(now() * 1000),
      algorithms: [alg],
    });
    const { jti, ...claims } = payload;
    const aud = audience === "token_endpoint" ? `${upstream.issuer}/token` : upstream.issuer;
    assertEquals(claims, { iss: "latchkey", sub: "latchkey", aud, iat: now(), exp: now() + 60 });
    assertEquals(Object.keys(protectedHeader).toSorted(), ["alg", "kid"]);
    seen.add(jti);
  }
  assertEquals(seen.size, 3);
  await agree({
    token_endpoint_auth_method: "client_secret_basic",
    token_endpoint_auth_signing_alg: null,
    client_assertion_audience: null,
  });
});

/** Encrypts to a key that we publish. */
async function encryptedTo(
  keys: readonly JWK[],
  text: string,
  header: Partial<CompactJWEHeaderParameters> = {},
) {
  const key = keys.find(({ use, alg }) => use === "enc" && alg === (header.alg ?? "ECDH-ES"))!;
  return await new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", cty: "JWT", kid: key.kid!, ...header })
    .encrypt(await importJWK(key, key.alg));
}

Deno.test("an encrypted ID token is taken where that was agreed on, of our own key, and what is in it is judged as any other (OpenID Connect Core section 3.1.3.7 item 1)", async () => {
  await ensureKeys(rpPorts, ["ECDH-ES", "RSA-OAEP-256"]);
  time.now += 2;
  const published = async (path: string) => (await (await send(path)).json()).keys as JWK[];
  const ours = await published("/rp/jwks.json"), others = await published("/oauth2/jwks.json");
  const { privateKey: stranger } = await generateKeyPair("ES256");
  const attempt = async (make: (signed: (by?: CryptoKey) => Promise<string>) => Promise<string>) => {
    const browser = open(), request = await leaveAlone(provider, browser);
    const nonce = request.searchParams.get("nonce")!;
    const claims = { iss: upstream.issuer, sub: "ada", aud: "latchkey", nonce, exp: now() + 300, iat: now() };
    const signed = (by = upstreamKey) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "key-1" }).sign(by);
    upstream.lies = { id_token: await make(signed) };
    const visit = await browser.open(upstream.sendBack(request));
    return isSignedIn(browser) && visit.status === 200 ? undefined : lastRefusal(provider);
  };
  const refused = (why: string) => `upstream.id_token.${why}`;
  assertEquals(
    await attempt(async (signed) => await encryptedTo(ours, await signed())),
    refused("malformed"),
  );
  await agree({ id_token_encrypted_response_alg: "ECDH-ES" });
  assertEquals(await attempt(async (signed) => await encryptedTo(ours, await signed())), undefined);
  assertEquals(await attempt((signed) => signed()), refused("not_encrypted"));
  assertEquals(
    await attempt(async (signed) => await encryptedTo(others, await signed())),
    refused("unknown_key"),
  );
  const rsa = { alg: "RSA-OAEP-256" };
  assertEquals(
    await attempt(async (signed) => await encryptedTo(ours, await signed(), rsa)),
    refused("wrong_algorithm"),
  );
  assertEquals(
    await attempt(async (signed) => (await encryptedTo(ours, await signed())).slice(0, -3) + "AAA"),
    refused("undecipherable"),
  );
  assertEquals(
    await attempt(async (signed) => await encryptedTo(ours, await signed(stranger))),
    refused("signature"),
  );
  assertEquals(await attempt(() => encryptedTo(ours, withHeader({ alg: "none" }))), refused("alg"));
  assertEquals(await attempt(() => encryptedTo(ours, JSON.stringify({ sub: "ada" }))), refused("malformed"));
  assertEquals(
    await attempt(async (signed) => await encryptedTo(ours, await encryptedTo(ours, await signed()))),
    refused("malformed"),
  );
  await agree({ id_token_encrypted_response_alg: null });
});

/** A userinfo endpoint that answers with a JWT. */
const jwtAnswer = (jwt: string): NonNullable<Lies["userinfo_answer"]> =>
  ok({ headers: { "content-type": "application/jwt; charset=utf-8" }, body: new TextEncoder().encode(jwt) });

const userinfoClaims = () => ({ iss: upstream.issuer, aud: ["latchkey"], sub: "ada", name: "Ada, Signed" });

/** Signed userinfo responses that no demand but one has anything against, by that demand. */
const wrongUserinfo: Readonly<Record<string, () => Promise<string>>> = {
  "userinfo.header": () => upstream.sign(userinfoClaims(), { jku: "https://evil.example/keys" }),
  "userinfo.typ": () => upstream.sign(userinfoClaims(), { typ: "at+jwt" }),
  "userinfo.alg": () =>
    Promise.resolve(`${encoded({ alg: "none" })}.${encoded(userinfoClaims())}.${base64url.encode("x")}`),
  "userinfo.iss": () => upstream.sign({ ...userinfoClaims(), iss: "https://other.example" }),
  "userinfo.aud": () => upstream.sign({ ...userinfoClaims(), aud: "somebody-else" }),
  "userinfo.exp": () => upstream.sign({ ...userinfoClaims(), exp: now() - 11 }),
};
/** And others that are nobody's word. */
const strangeUserinfo: Readonly<Record<string, () => Promise<string>>> = {
  ...wrongUserinfo,
  "userinfo.signature": async () => {
    const { privateKey } = await generateKeyPair("ES256");
    return await new SignJWT(userinfoClaims()).setProtectedHeader({ alg: "ES256", kid: "key-1" }).sign(
      privateKey,
    );
  },
  "userinfo.malformed": () => Promise.resolve(JSON.stringify(userinfoClaims())),
  "userinfo.wrong_algorithm": async () => {
    const { publicKey } = await generateKeyPair("ECDH-ES");
    return await new CompactEncrypt(encodedText(userinfoClaims()))
      .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM" }).encrypt(publicKey);
  },
  "userinfo_endpoint.other_subject": () => upstream.sign({ ...userinfoClaims(), sub: "eve" }),
};
const encodedText = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const nameHere = async () => {
  const row = await provider.db.selectFrom("upstream_identity as i")
    .innerJoin("account as a", (join) => join.onRef("a.id", "=", "i.account_id"))
    .select("a.claims").where("i.sub", "=", "ada").executeTakeFirstOrThrow();
  return row.claims.name;
};

Deno.test("userinfo that is signed says who somebody is, as far as it is the upstream's own, for us and about that person (OpenID Connect Core section 5.3.2)", async () => {
  assertEquals(Object.keys(wrongUserinfo), upstreamUserinfoChecks.map(({ id }) => id));
  await agree({ claims: { name: "name" } });
  time.now += 60;
  upstream.lies = { userinfo_answer: jwtAnswer(await upstream.sign(userinfoClaims())) };
  assertSignedIn(await visitUpstream(broker));
  assertEquals(await nameHere(), "Ada, Signed");
  assertEquals(upstream.asked.at(-1)?.asked.accept, ["application/json", "application/jwt"]);
  for (const [why, jwt] of Object.entries(strangeUserinfo)) {
    upstream.lies = { userinfo_answer: jwtAnswer(await jwt()) };
    const browser = open(), refused = await visitUpstream(broker, { browser });
    assertEquals([refused.status, lastRefusal(provider)], [400, `upstream.${why}`]);
    assertFalse(isSignedIn(browser));
  }
});

Deno.test("userinfo that is encrypted to us is opened, signed or not, by the algorithm that was agreed on (OpenID Connect Core section 5.3.2)", async () => {
  await ensureKeys(rpPorts, ["ECDH-ES", "RSA-OAEP-256"]);
  time.now += 2;
  await agree({ id_token_encrypted_response_alg: "ECDH-ES" });
  const ours = (await (await send("/rp/jwks.json")).json()).keys as JWK[];
  const attempt = async (userinfo: string) => {
    const browser = open(), request = await leaveAlone(provider, browser);
    const nonce = request.searchParams.get("nonce")!;
    const claims = { iss: upstream.issuer, sub: "ada", aud: "latchkey", nonce, exp: now() + 300, iat: now() };
    const id_token = await encryptedTo(ours, await upstream.sign(claims));
    upstream.lies = { id_token, userinfo_answer: jwtAnswer(userinfo) };
    return await browser.open(upstream.sendBack(request));
  };
  const bare = JSON.stringify({ sub: "ada", name: "Ada, Encrypted" });
  assertSignedIn(await attempt(await encryptedTo(ours, bare)));
  assertEquals(await nameHere(), "Ada, Encrypted");
  assertSignedIn(await attempt(await encryptedTo(ours, await upstream.sign(userinfoClaims()))));
  assertEquals(await nameHere(), "Ada, Signed");
  assertSignedIn(await attempt(await upstream.sign(userinfoClaims())));
  const foreign = await upstream.sign({ ...userinfoClaims(), aud: "somebody-else" });
  for (
    const [userinfo, why] of [
      [await encryptedTo(ours, foreign), "userinfo.aud"],
      [await encryptedTo(ours, bare, { alg: "RSA-OAEP-256" }), "userinfo.wrong_algorithm"],
      [await encryptedTo(ours, "no JSON"), "userinfo.malformed"],
      [await encryptedTo(ours, JSON.stringify({ sub: "eve" })), "userinfo_endpoint.other_subject"],
    ] as const
  ) assertEquals([(await attempt(userinfo)).status, lastRefusal(provider)], [400, `upstream.${why}`]);
  await agree({ id_token_encrypted_response_alg: null, claims: {} });
});

Deno.test("an upstream with 10,000 keys signs nobody in, and its former keys go on while they count", async () => {
  const slug = `${upstream.issuer}/jwks`;
  upstream.documents.at.set(slug, { keys: Array.from({ length: 10_000 }, () => upstreamJwk) });
  upstream.lies = {};
  time.now += 3601;
  assertSignedIn(await visitUpstream(broker));
  time.now += 86_400 + 3600;
  const refused = await visitUpstream(broker);
  assertEquals([refused.status, lastRefusal(provider)], [503, "upstream.jwks_uri"]);
});
