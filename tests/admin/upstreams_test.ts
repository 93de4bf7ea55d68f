import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair } from "jose";
import { createVerify } from "node:crypto";
import { deriveKeys } from "../../src/crypto/derived_key.ts";
import { signByRsaSha1 } from "../../src/crypto/oauth1_signing.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import {
  openSigningKey,
  openUpstreamSecret,
  renewUpstreamSeals,
} from "../../src/rp/credentials/upstream_secret.ts";
import { upstreamPresets } from "../../src/protocol/upstream/presets/presets.ts";
import { usualSecret } from "../support/provider.ts";
import { type Answer, openAdmin } from "./admin_server.ts";

const server = await openAdmin(), { call, db, time } = server;
const store = { db, tenant: "default" };

const usual = {
  issuer: "https://upstream.example",
  client_id: "latchkey",
  client_secret: "a secret of ours",
};
/** One without a discovery document. */
const plain = {
  kind: "oauth2",
  issuer: undefined,
  authorization_endpoint: "https://upstream.example/authorize?v=2",
  token_endpoint: "https://api.upstream.example/token",
  userinfo_endpoint: "https://api.upstream.example/me",
  person: { sub: "data.id", name: "data.name", email: "data.mail", email_verified: ["data.mail_verified"] },
} as const;

/** One that speaks OAuth 1.0a. */
const signed = {
  ...plain,
  kind: "oauth1",
  temporary_credential_endpoint: "https://upstream.example/initiate",
} as const;
const { privateKey } = await generateKeyPair("ES256", { extractable: true });
const pem = await exportPKCS8(privateKey);
const theirKey = { private_key: pem, key_id: "ABC123DEFG", team_id: "DEF123GHIJ" };

const instant = new Date(time.now * 1000).toISOString().replace(".000", "");

Deno.test("an upstream is made, shown, listed, changed and deleted, and its secret is never shown", async () => {
  const made = await call("POST", "/upstreams", { id: "example", ...usual });
  assertEquals(made.status, 201);
  assertEquals(made.headers.get("location"), "http://localhost:8080/api/v1/upstreams/example");
  assertEquals(made.body, {
    id: "example",
    preset: null,
    kind: "oidc",
    issuer: "https://upstream.example",
    display_name: "example",
    client_id: "latchkey",
    token_endpoint_auth_method: "client_secret_basic",
    signature_method: null,
    public_key: null,
    scopes: ["openid", "profile", "email"],
    trust_email: false,
    sign_up: "free",
    allowed_domains: [],
    link_by_email: false,
    allowed_tids: [],
    store_tokens: false,
    domains: [],
    trusted_amr: [],
    trusted_acr: [],
    logout: "offer",
    claims: {},
    has_client_secret: true,
    has_private_key: false,
    redirect_uri: "http://localhost:8080/rp/callback/example",
    backchannel_logout_uri: "http://localhost:8080/rp/backchannel_logout/example",
    initiate_login_uri: "http://localhost:8080/rp/authorize?idp=example",
    post_logout_redirect_uri: "http://localhost:8080/rp/signed_out",
    enabled: true,
    canary: null,
    created_at: instant,
    updated_at: instant,
  });
  assertEquals((await call("GET", "/upstreams/example")).body, made.body);
  assertEquals((await call("GET", "/upstreams")).body, { upstreams: [made.body], next: null });
  const change = {
    ...{ display_name: "Example", trust_email: true, sign_up: "free", enabled: false },
    trusted_acr: ["urn:example:gold", "2"],
  };
  const changed = await call("PATCH", "/upstreams/example", change);
  assertEquals([changed.status, changed.body], [200, { ...made.body, ...change }]);
  const again = await call("PATCH", "/upstreams/example", { enabled: true, display_name: null });
  assertEquals([again.body.enabled, again.body.display_name], [true, "example"]);
  assertEquals((await call("DELETE", "/upstreams/example")).status, 204);
  for (const method of ["GET", "PATCH", "DELETE"]) {
    const body = method === "PATCH" ? { display_name: "x" } : undefined;
    assertEquals((await call(method, "/upstreams/example", body)).status, 404);
  }
});

Deno.test("an upstream without a discovery document has three endpoints and says where who somebody is stands, for good", async () => {
  const made = await call("POST", "/upstreams", { id: "plain", ...usual, ...plain });
  assertEquals(made.status, 201);
  const { kind, issuer, authorization_endpoint, person, scopes } = made.body;
  assertEquals([kind, issuer, scopes], ["oauth2", "https://upstream.example", []]);
  assertEquals([authorization_endpoint, person], [plain.authorization_endpoint, plain.person]);
  for (const change of [{ person: { sub: "other" } }, { userinfo_endpoint: "https://evil.example/me" }]) {
    assertEquals((await call("PATCH", "/upstreams/plain", change)).status, 400);
  }
  const changed = await call("PATCH", "/upstreams/plain", { display_name: "Plain" });
  assertEquals([changed.status, changed.body], [200, { ...made.body, display_name: "Plain" }]);
  await call("DELETE", "/upstreams/plain");
});

Deno.test("an upstream that speaks OAuth 1.0a has a fourth endpoint and signs by HMAC-SHA1 where nothing is said (RFC 5849 section 3.4)", async () => {
  const made = await call("POST", "/upstreams", { id: "signed", ...usual, ...signed });
  assertEquals(made.status, 201);
  const { kind, issuer, scopes, signature_method, token_endpoint_auth_method, public_key } = made.body;
  assertEquals([kind, issuer, scopes], ["oauth1", "https://upstream.example", []]);
  assertEquals([signature_method, token_endpoint_auth_method, public_key], ["HMAC-SHA1", "none", null]);
  assertEquals(made.body.temporary_credential_endpoint, signed.temporary_credential_endpoint);
  const changed = await call("PATCH", "/upstreams/signed", { signature_method: "PLAINTEXT" });
  assertEquals([changed.status, changed.body], [200, { ...made.body, signature_method: "PLAINTEXT" }]);
  await call("DELETE", "/upstreams/signed");
});

Deno.test("a key for RSA-SHA1 is made here, its public part is shown and stays, its private part is sealed and goes with it (RFC 5849 section 3.4.3)", async () => {
  const { client_secret: _, ...without } = usual;
  const made = await call("POST", "/upstreams", {
    id: "signing",
    ...without,
    ...signed,
    signature_method: "RSA-SHA1",
  });
  assertEquals([made.status, made.body.has_client_secret], [201, false]);
  assertMatch(made.body.public_key, /^-----BEGIN PUBLIC KEY-----\n/);
  const kept = async () =>
    await db.selectFrom("upstream").select(["id", "state", "signing_key", "public_key"])
      .where("slug", "=", "signing").executeTakeFirstOrThrow();
  const before = await kept(), { sealKeys } = server.deployment;
  const opened = openSigningKey({ store, sealKeys }, { id: before.id, signing_key: before.signing_key! });
  const text = "what is signed", signature = await signByRsaSha1(text, opened);
  const verify = createVerify("RSA-SHA1").update(text);
  assertEquals(verify.verify(made.body.public_key, signature, "base64"), true);
  const renamed = await call("PATCH", "/upstreams/signing", { display_name: "Keyed" });
  assertEquals([renamed.status, renamed.body.public_key], [200, made.body.public_key]);
  assertEquals((await kept()).signing_key, before.signing_key);
  // Sealed anew, it is the same key.
  const former = deriveKeys(usualSecret)("seal"), present = deriveKeys(usualSecret.toReversed())("seal");
  await renewUpstreamSeals({ store, sealKeys: [present, former], random: systemRandom });
  const renewed = (await kept()).signing_key!;
  assertEquals(
    openSigningKey({ store, sealKeys: [present] }, { id: before.id, signing_key: renewed }),
    opened,
  );
  await renewUpstreamSeals({ store, sealKeys: [former, present], random: systemRandom });
  const asked = { signature_method: "HMAC-SHA1", client_secret: "a secret of ours" };
  assertEquals((await call("PATCH", "/upstreams/signing", asked)).body.public_key, null);
  assertEquals((await kept()).signing_key, null);
  await call("PATCH", "/upstreams/signing", { signature_method: "RSA-SHA1", client_secret: null });
  await call("DELETE", "/upstreams/signing");
  const after = await kept();
  assertEquals([after.state, after.signing_key], ["deleted", null]);
});

Deno.test("a ready-made upstream needs what it gave us and nothing else", async () => {
  const { client_id, client_secret } = usual;
  for (const ready of upstreamPresets.values()) {
    const { id, name, kind, scopes, token_endpoint_auth_method } = ready;
    const own = typeof ready.issuer === "string" ? {} : { issuer: ready.issuer.example };
    const issuer = own.issuer ?? ready.issuer;
    const hasSecret = ready.kind === "oauth1"
      ? ready.signature_method !== "RSA-SHA1"
      : token_endpoint_auth_method !== "none";
    const ours = id === "apple" ? theirKey : hasSecret ? { client_secret } : {};
    const made = await call("POST", "/upstreams", { id, preset: id, client_id, ...ours, ...own });
    assertEquals(made.status, 201, id);
    const { preset, display_name, ...shown } = made.body;
    assertEquals(shown.documentation, ready.documentation);
    assertEquals([preset, display_name, shown.kind, shown.issuer], [id, name, kind, issuer]);
    assertEquals([shown.scopes, shown.token_endpoint_auth_method], [scopes, token_endpoint_auth_method]);
    const changed = await call("PATCH", `/upstreams/${id}`, { sign_up: "never" });
    assertEquals([changed.status, changed.body.sign_up, changed.body.scopes], [200, "never", scopes]);
    const trusted = await call("PATCH", `/upstreams/${id}`, { trust_email: true });
    assertEquals(trusted.status, id === "microsoft" ? 400 : 200, id);
    await call("DELETE", `/upstreams/${id}`);
  }
});

Deno.test("a ready-made upstream that everybody runs for themselves asks for its issuer, which stays", async () => {
  const { client_id, client_secret } = usual,
    own = { id: "own", preset: "keycloak", client_id, client_secret };
  const asked = await call("POST", "/upstreams", own);
  assertEquals(
    asked.body.errors[0].detail,
    "is needed: everybody's Keycloak has its own, such as https://keycloak.example.com/realms/example",
  );
  const issuer = "https://login.example.com/realms/staff";
  assertEquals((await call("POST", "/upstreams", { ...own, issuer })).body.issuer, issuer);
  assertEquals((await call("PATCH", "/upstreams/own", { issuer: "https://evil.example" })).status, 400);
  const changed = await call("PATCH", "/upstreams/own", { display_name: "Staff" });
  assertEquals([changed.status, changed.body.issuer, changed.body.preset], [200, issuer, "keycloak"]);
  await call("DELETE", "/upstreams/own");
});

Deno.test("upstreams are listed page by page, oldest first", async () => {
  for (const id of ["first", "second", "third"]) {
    time.now += 1;
    assertEquals((await call("POST", "/upstreams", { id, ...usual })).status, 201);
  }
  const seen: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const { body } = await call("GET", `/upstreams?limit=2${after && `&after=${after}`}`);
    seen.push(...body.upstreams.map(({ id }: { id: string }) => id));
    after = body.next;
  }
  assertEquals(seen, ["first", "second", "third"]);
});

Deno.test("an id that another upstream has is taken, and free again once that is deleted", async () => {
  const other = { id: "taken", ...usual };
  assertEquals((await call("POST", "/upstreams", other)).status, 201);
  const taken = await call("POST", "/upstreams", other);
  assertEquals([taken.status, taken.body.errors[0].pointer], [409, "#/id"]);
  await call("DELETE", "/upstreams/taken");
  assertEquals((await call("POST", "/upstreams", other)).status, 201);
});

Deno.test("the secret is sealed, stays where nothing is said of it, and is taken away by null", async () => {
  await call("POST", "/upstreams", { id: "sealed", ...usual });
  const kept = async () =>
    await db.selectFrom("upstream").select(["id", "client_secret"]).where("slug", "=", "sealed")
      .executeTakeFirstOrThrow();
  const before = await kept(), { sealKeys } = server.deployment;
  const opened = (row: Awaited<ReturnType<typeof kept>>) =>
    openUpstreamSecret({ store, sealKeys }, { id: row.id, client_secret: row.client_secret! });
  assertEquals(opened(before), usual.client_secret);
  assertEquals(new TextDecoder().decode(before.client_secret!).includes(usual.client_secret), false);
  await call("PATCH", "/upstreams/sealed", { display_name: "Sealed" });
  assertEquals((await kept()).client_secret, before.client_secret);
  await call("PATCH", "/upstreams/sealed", { client_secret: "another" });
  assertEquals(opened(await kept()), "another");
  const bare = { client_secret: null, token_endpoint_auth_method: "none" };
  assertEquals((await call("PATCH", "/upstreams/sealed", bare)).body.has_client_secret, false);
  assertEquals((await kept()).client_secret, null);
});

Deno.test("a secret that a former key sealed is sealed anew by the present one", async () => {
  await call("POST", "/upstreams", { id: "resealed", ...usual });
  const kept = async () =>
    await db.selectFrom("upstream").select(["id", "client_secret"]).where("slug", "=", "resealed")
      .$narrowType<{ client_secret: Uint8Array }>().executeTakeFirstOrThrow();
  const before = await kept(), former = deriveKeys(usualSecret)("seal");
  const present = deriveKeys(usualSecret.toReversed())("seal");
  await renewUpstreamSeals({ store, sealKeys: [present, former], random: systemRandom });
  const after = await kept();
  assertNotEquals(after.client_secret, before.client_secret);
  assertEquals(openUpstreamSecret({ store, sealKeys: [present] }, after), usual.client_secret);
  await renewUpstreamSeals({ store, sealKeys: [present, former], random: systemRandom });
  assertEquals((await kept()).client_secret, after.client_secret);
  await renewUpstreamSeals({ store, sealKeys: [former, present], random: systemRandom });
});

Deno.test("a private key that an upstream gave us is taken as PEM or JWK, sealed, replaced and never shown", async () => {
  const apple = { preset: "apple", client_id: "com.example.app" }, { sealKeys } = server.deployment;
  const made = await call("POST", "/upstreams", { id: "keyed", ...apple, ...theirKey });
  assertEquals([made.status, made.body.has_private_key, made.body.has_client_secret], [201, true, false]);
  const { private_key: _, ...named } = theirKey;
  assertEquals([made.body.key_id, made.body.team_id], [named.key_id, named.team_id]);
  assertEquals(JSON.stringify(made.body).includes("PRIVATE"), false);
  const kept = async () => {
    const row = await db.selectFrom("upstream").select(["id", "client_secret"]).where("slug", "=", "keyed")
      .$narrowType<{ client_secret: Uint8Array }>().executeTakeFirstOrThrow();
    return openUpstreamSecret({ store, sealKeys }, row);
  };
  assertEquals((await kept()).trim(), pem.trim());
  const other = await generateKeyPair("ES256", { extractable: true });
  const change = { private_key: JSON.stringify(await exportJWK(other.privateKey)), key_id: "NEXT" };
  const changed = await call("PATCH", "/upstreams/keyed", change);
  assertEquals([changed.status, changed.body.key_id], [200, "NEXT"]);
  assertEquals((await kept()).trim(), (await exportPKCS8(other.privateKey)).trim());
  const rsa = await generateKeyPair("RS256", { extractable: true });
  const unfit = [
    "no key",
    await exportPKCS8(rsa.privateKey),
    await exportSPKI(other.publicKey),
    JSON.stringify(await exportJWK(other.publicKey)),
    "{",
  ];
  for (const text of unfit) {
    const { status, body } = await call("PATCH", "/upstreams/keyed", { private_key: text });
    assertEquals([status, body.errors[0].pointer], [400, "#/private_key"]);
  }
  for (
    const [members, pointer] of [
      [{ ...named }, "#/private_key"],
      [{ ...theirKey, key_id: undefined }, "#/key_id"],
      [{ ...theirKey, team_id: undefined }, "#/team_id"],
      [{ ...theirKey, client_secret: "secret" }, "#/client_secret"],
    ] as const
  ) {
    const { status, body } = await call("POST", "/upstreams", { id: "keyed-too", ...apple, ...members });
    assertEquals([status, body.errors[0].pointer], [400, pointer]);
  }
  const bare = await call("PATCH", "/upstreams/keyed", { client_secret: null });
  assertEquals([bare.status, bare.body.errors[0].pointer], [400, "#/private_key"]);
});

Deno.test("Microsoft Entra is one tenant, whose addresses may be believed, or many, whose never are (nOAuth)", async () => {
  const { client_id, client_secret } = usual, tid = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  const host = "https://login.microsoftonline.com";
  const entra = { preset: "microsoft", client_id, client_secret };
  const common = { issuer: `${host}/common/v2.0`, allowed_tids: [tid] };
  const many = await call("POST", "/upstreams", { id: "many", ...entra, ...common });
  assertEquals([many.status, many.body.issuer, many.body.allowed_tids], [201, common.issuer, [tid]]);
  for (const trusting of [{ trust_email: true }, { trust_email: true, link_by_email: true }]) {
    const { status, body } = await call("PATCH", "/upstreams/many", trusting);
    assertEquals([status, body.errors[0].pointer], [400, "#/trust_email"]);
  }
  const one = { id: "one", ...entra, issuer: `${host}/${tid}/v2.0`, trust_email: true };
  const made = await call("POST", "/upstreams", one);
  assertEquals([made.status, made.body.issuer, made.body.trust_email], [201, one.issuer, true]);
  const listed = await call("PATCH", "/upstreams/one", { allowed_tids: [tid] });
  assertEquals([listed.status, listed.body.errors[0].pointer], [400, "#/allowed_tids"]);
  const named = await call("PATCH", "/upstreams/one", { display_name: "One" });
  assertEquals([named.status, named.body.display_name], [200, "One"]);
});

Deno.test("one upstream is the way in for a domain: another one is told which, and may have it once it is free", async () => {
  const first = { id: "holder", ...usual, domains: ["a.example", "b.example"] };
  const second = { id: "comer", ...usual, domains: ["c.example", "b.example"] };
  const heldBy = ({ status, body }: Answer) => [status, body.detail, body.errors];
  const refusal = (slug: string, at: number, domain = "b.example") => {
    const detail = `is what the upstream ${slug} is the way in for already: take it away there first`;
    return [409, `${domain} ${detail}`, [{ pointer: `#/domains/${at}`, detail }]];
  };
  assertEquals((await call("POST", "/upstreams", first)).status, 201);
  assertEquals(heldBy(await call("POST", "/upstreams", second)), refusal("holder", 1));
  assertEquals((await call("GET", "/upstreams/comer")).status, 404);
  assertEquals((await call("POST", "/upstreams", { ...second, domains: ["c.example"] })).status, 201);
  const taking = { domains: ["c.example", "d.example", "b.example"], display_name: "New" };
  assertEquals(heldBy(await call("PATCH", "/upstreams/comer", taking)), refusal("holder", 2));
  const { domains, display_name } = (await call("GET", "/upstreams/comer")).body;
  assertEquals([domains, display_name], [["c.example"], "comer"]);
  await call("PATCH", "/upstreams/holder", { domains: ["a.example"], enabled: false });
  assertEquals((await call("PATCH", "/upstreams/comer", taking)).status, 200);
  assertEquals(
    heldBy(await call("PATCH", "/upstreams/comer", { domains: ["a.example"] })),
    refusal("holder", 0, "a.example"),
    "a disabled one holds it too",
  );
  await call("DELETE", "/upstreams/holder");
  assertEquals((await call("PATCH", "/upstreams/comer", { domains: ["a.example"] })).status, 200);
  await call("DELETE", "/upstreams/comer");
});

for (
  const [wrong, pointer] of [
    [{ id: "Upper" }, "#/id"],
    [{ id: "-a" }, "#/id"],
    [{ id: "a/b" }, "#/id"],
    [{ issuer: "http://upstream.example" }, "#/issuer"],
    [{ issuer: "https://10.0.0.1" }, "#/issuer"],
    [{ issuer: "https://upstream.example?a" }, "#/issuer"],
    [{ client_id: "" }, "#/client_id"],
    [{ client_secret: "" }, "#/client_secret"],
    [{ client_secret: undefined, token_endpoint_auth_method: "client_secret_post" }, "#/client_secret"],
    [{ token_endpoint_auth_method: "none" }, "#/token_endpoint_auth_method"],
    [{ token_endpoint_auth_method: "private" }, "#/token_endpoint_auth_method"],
    [{ scopes: ["profile"] }, "#/scopes"],
    [{ sign_up: "invited" }, "#/sign_up"],
    [{ sign_up: "domains", allowed_domains: ["people.example"] }, "#/sign_up"],
    [{ sign_up: "domains", trust_email: true }, "#/allowed_domains"],
    [{ allowed_domains: ["people.example"] }, "#/allowed_domains"],
    [{ trust_email: true, sign_up: "domains", allowed_domains: ["@people"] }, "#/allowed_domains/0"],
    [{ link_by_email: true }, "#/link_by_email"],
    [{ domains: ["People.example"] }, "#/domains/0"],
    [{ domains: ["people.example", "people.example"] }, "#/domains"],
    [{ trusted_amr: ["one time"] }, "#/trusted_amr/0"],
    [{ ...plain, trusted_amr: ["otp"] }, "#/trusted_amr"],
    [{ trusted_acr: "gold" }, "#/trusted_acr"],
    [{ trusted_acr: ["two factors"] }, "#/trusted_acr/0"],
    [{ trusted_acr: ['"'] }, "#/trusted_acr/0"],
    [{ trusted_acr: [""] }, "#/trusted_acr/0"],
    [{ trusted_acr: ["a".repeat(201)] }, "#/trusted_acr/0"],
    [{ trusted_acr: Array.from({ length: 21 }, (_, at) => `class-${at}`) }, "#/trusted_acr"],
    [{ trusted_acr: ["gold", "gold"] }, "#/trusted_acr"],
    [{ trusted_acr: ["gold", "1"] }, "#/trusted_acr"],
    [{ ...plain, trusted_acr: ["gold"] }, "#/trusted_acr"],
    ...["email", "Email_Verified", "groups", "sub", "username", "id", "acr", "address"].map((name) =>
      [{ claims: { [name]: "department" } }, "#/claims"] as const
    ),
    [{ claims: { department: "a..b" } }, "#/claims/department"],
    [{ claims: { department: true } }, "#/claims/department"],
    [{ claims: JSON.parse('{"__proto__":"department"}') }, "#/claims/__proto__"],
    [{ claims: ["department"] }, "#/claims"],
    [
      { claims: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`c${at}`, "department"])) },
      "#/claims",
    ],
    [{ kind: "saml" }, "#/kind"],
    [{ issuer: undefined }, "#/issuer"],
    [{ person: { sub: "id" } }, "#/person"],
    [{ token_endpoint: "https://upstream.example/token" }, "#/token_endpoint"],
    [{ preset: "nobody" }, "#/preset"],
    [{ private_key: pem }, "#/private_key"],
    [{ key_id: "ABC123DEFG" }, "#/key_id"],
    [{ token_endpoint_auth_method: "private_key_jwt" }, "#/token_endpoint_auth_method"],
    [{ token_endpoint_auth_signing_alg: "ES256" }, "#/token_endpoint_auth_signing_alg"],
    [{ token_endpoint_auth_signing_alg: "HS256" }, "#/token_endpoint_auth_signing_alg"],
    [{ client_assertion_audience: "issuer" }, "#/client_assertion_audience"],
    [{ ...plain, id_token_encrypted_response_alg: "ECDH-ES" }, "#/id_token_encrypted_response_alg"],
    [{ id_token_encrypted_response_alg: "RSA1_5" }, "#/id_token_encrypted_response_alg"],
    [{ allowed_tids: ["common"] }, "#/allowed_tids/0"],
    [{ preset: "microsoft" }, "#/issuer"],
    [{ preset: "github" }, "#/issuer"],
    [{ preset: "github", issuer: undefined, kind: "oauth2" }, "#/kind"],
    [{ preset: "keycloak", issuer: undefined }, "#/issuer"],
    [{ preset: "keycloak", issuer: "https://10.0.0.1/realms/a" }, "#/issuer"],
    [{ preset: "github-enterprise", issuer: "https://git.example.com/?a" }, "#/issuer"],
    [{ preset: "github", issuer: undefined, person: { sub: "id" } }, "#/person"],
    [{ preset: "google", issuer: undefined, scopes: ["email"] }, "#/scopes"],
    [{ ...plain, issuer: "https://upstream.example" }, "#/issuer"],
    [{ ...plain, userinfo_endpoint: undefined }, "#/userinfo_endpoint"],
    [{ ...plain, userinfo_endpoint: "https://10.0.0.1/me" }, "#/userinfo_endpoint"],
    [{ ...plain, authorization_endpoint: "https://upstream.example/#a" }, "#/authorization_endpoint"],
    [
      { ...plain, temporary_credential_endpoint: "https://upstream.example/t" },
      "#/temporary_credential_endpoint",
    ],
    [{ ...signed, temporary_credential_endpoint: undefined }, "#/temporary_credential_endpoint"],
    [{ ...signed, token_endpoint: "https://upstream.example/token?oauth_token=a" }, "#/token_endpoint"],
    [{ ...signed, client_secret: undefined }, "#/client_secret"],
    [{ ...signed, signature_method: "RSA-SHA1" }, "#/client_secret"],
    [{ ...signed, signature_method: "HMAC-SHA256" }, "#/signature_method"],
    [{ ...signed, scopes: ["read"] }, "#/scopes"],
    [{ signature_method: "HMAC-SHA1" }, "#/signature_method"],
    [{ ...plain, person: undefined }, "#/person"],
    [{ ...plain, person: { name: "name" } }, "#/person/sub"],
    [{ ...plain, person: { sub: "a..b" } }, "#/person/sub"],
    [{ enabled: false }, "#/enabled"],
  ] as const
) {
  Deno.test(`an upstream with ${JSON.stringify(wrong)} is refused at its member`, async () => {
    const { status, body } = await call("POST", "/upstreams", { id: "wrong", ...usual, ...wrong });
    assertEquals([status, body.errors?.[0].pointer], [400, pointer]);
  });
}

Deno.test("neither the id nor the issuer of an upstream changes (identities hang on them)", async () => {
  await call("POST", "/upstreams", { id: "lasting", ...usual });
  for (const change of [{ id: "other" }, { issuer: "https://evil.example" }, { kind: "oidc" }]) {
    assertEquals((await call("PATCH", "/upstreams/lasting", change)).status, 400);
  }
  const { body } = await call("PATCH", "/upstreams/lasting", { link_by_email: true });
  assertEquals(body.errors[0].pointer, "#/link_by_email");
});

Deno.test("what an upstream has the say over is declared and taken back name by name (RFC 7396), and what it cannot have the say over says why", async () => {
  const claims = { picture: "picture", phone_number: "phone", roles: "https://example.com/roles" };
  const made = await call("POST", "/upstreams", { id: "declared", ...usual, claims });
  assertEquals([made.status, made.body.claims], [201, claims]);
  const change = { claims: { picture: null, phone_number: null, department: "organization.department" } };
  const left = { roles: claims.roles, department: "organization.department" };
  assertEquals((await call("PATCH", "/upstreams/declared", change)).body.claims, left);
  assertEquals((await call("PATCH", "/upstreams/declared", { display_name: "Declared" })).body.claims, left);
  for (
    const [name, detail] of [
      ["email", "must not have email: people sign in with it, and trust_email says whether it counts"],
      ["groups", "must not have groups: they say who may use which application"],
      [
        "preferred_username",
        "must not have preferred_username: it names the person here, or is said of tokens",
      ],
    ] as const
  ) {
    const { body } = await call("PATCH", "/upstreams/declared", { claims: { [name]: "department" } });
    assertEquals(body.errors, [{ pointer: "#/claims", detail }]);
  }
  assertEquals((await call("PATCH", "/upstreams/declared", { claims: null })).body.claims, {});
});

Deno.test("changes of one upstream at once are all made", async () => {
  await call("POST", "/upstreams", { id: "busy", ...usual });
  const changes = Array.from(
    { length: 8 },
    (_, at) => ({ [at % 2 ? "display_name" : "client_id"]: `v${at}` }),
  );
  const answers = await Promise.all(changes.map((change) => call("PATCH", "/upstreams/busy", change)));
  assertEquals(answers.map(({ status }) => status), Array(8).fill(200));
});
