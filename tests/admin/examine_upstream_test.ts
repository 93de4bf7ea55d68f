/** What the look at an upstream finds: one that is as it has to be, and every fault on its own. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { verify } from "node:crypto";
import { base64url, decodeJwt, exportPKCS8, exportSPKI, generateKeyPair } from "jose";
import type { Finding } from "../../src/domain/finding.ts";
import { err, ok } from "../../src/domain/result.ts";
import type { Exchanged } from "../../src/outbound/exchange.ts";
import type { FetchFault } from "../../src/outbound/guarded_fetch.ts";
import type { EndpointAsked, GuardedRequest } from "../../src/outbound/guarded_request.ts";
import { documents } from "../support/documents.ts";
import { upstreamJwk } from "../support/fake_upstream.ts";
import { startOidcUpstream, waysTo } from "../support/oidc_upstream.ts";
import { openAdmin } from "./admin_server.ts";

const issuer = "https://upstream.example", callback = "http://localhost:8080/rp/callback/example";

/** What an endpoint answers: a status, and what goes with it; or why it gives no answer. */
type Answer = { status: number; location?: string; json?: unknown; text?: string } | { why: FetchFault };
type Endpoint = (asked: EndpointAsked, url: URL) => Answer;

const secretIn = ({ headers }: EndpointAsked) => atob(headers!.authorization!.slice(6)).split(":")[1];

const right = {
  discovery: {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ["code"],
  } as unknown,
  keys: { keys: [upstreamJwk] } as unknown,
  /** Why the documents cannot be fetched. */
  missed: {} as Record<string, { why: FetchFault; detail: string }>,
  authorize: ((_, { searchParams }) => {
    const to = searchParams.get("redirect_uri");
    return to === callback ? { status: 303, location: `${to}?error=login_required` } : { status: 400 };
  }) as Endpoint,
  token:
    ((asked) =>
      secretIn(asked) === "secret"
        ? { status: 400, json: { error: "invalid_grant" } }
        : { status: 401, json: { error: "invalid_client" } }) as Endpoint,
  userinfo: (() => ({ status: 401 })) as Endpoint,
  initiate: (() => ({
    status: 200,
    text: "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=true",
  })) as Endpoint,
};
let upstream = right;

const exchanged = (
  { status, location, json, text = "<!doctype html>" }: Exclude<Answer, { why: FetchFault }>,
): Exchanged => ({
  status,
  headers: { ...(location === undefined ? {} : { location }) },
  body: new TextEncoder().encode(json === undefined ? text : JSON.stringify(json)),
});

const request: GuardedRequest = (address, asked) => {
  const url = new URL(address),
    name = url.pathname.slice(1) as "authorize" | "token" | "userinfo" | "initiate";
  const answer = (upstream[name] ?? upstream.userinfo)(asked, url);
  return Promise.resolve(
    "why" in answer ? err({ why: answer.why as "timeout", detail: "" }) : ok(exchanged(answer)),
  );
};

const server = await openAdmin({
  request,
  fetch: (url, asked) => {
    const missed = upstream.missed[url];
    if (missed) return Promise.resolve(err(missed));
    const at = {
      [`${issuer}/.well-known/openid-configuration`]: upstream.discovery,
      [`${issuer}/jwks`]: upstream.keys,
    };
    return documents(at).fetch(url, asked);
  },
});
const credentials = { client_id: "latchkey", client_secret: "secret" };
await server.call("POST", "/upstreams", {
  id: "example",
  issuer,
  trusted_acr: ["gold"],
  claims: { roles: "https://example.com/roles.app", department: "org.department" },
  ...credentials,
});
await server.call("POST", "/upstreams", {
  id: "plain",
  kind: "oauth2",
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  person: { sub: "id" },
  ...credentials,
});

const signed = {
  kind: "oauth1",
  temporary_credential_endpoint: `${issuer}/initiate`,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  person: { sub: "id" },
};
await server.call("POST", "/upstreams", { id: "signed", ...signed, ...credentials });
await server.call("POST", "/upstreams", {
  id: "keyed",
  ...signed,
  client_id: "latchkey",
  signature_method: "RSA-SHA1",
});

async function examine(faults: Partial<typeof right> = {}, id = "example"): Promise<readonly Finding[]> {
  upstream = { ...right, ...faults };
  const { status, body } = await server.call("POST", `/upstreams/${id}/test`);
  assertEquals([status, body.register.redirect_uri], [200, `http://localhost:8080/rp/callback/${id}`]);
  return body.findings;
}

const statuses = (findings: readonly Finding[]): Readonly<Record<string, string>> =>
  Object.fromEntries(findings.map(({ check, status }) => [check, status]));

Deno.test("an upstream that is as it has to be is found so, and nothing that it says is kept", async () => {
  assertEquals(statuses(await examine()), {
    discovery: "ok",
    keys: "ok",
    redirect_uri: "ok",
    client_authentication: "ok",
    userinfo_endpoint: "ok",
  });
  assertEquals(server.deployment.upstreamDocuments.metadata.size, 0);
  assertEquals((await server.call("POST", "/upstreams/nobody/test")).status, 404);
});

Deno.test("an upstream without a discovery document is asked at its endpoints alone", async () => {
  const back: Endpoint = (_, { searchParams }) => ({
    status: 303,
    location: `${searchParams.get("redirect_uri")}`,
  });
  assertEquals(statuses(await examine({ authorize: back }, "plain")), {
    redirect_uri: "warn",
    client_authentication: "ok",
    userinfo_endpoint: "ok",
  });
});

Deno.test("an upstream that speaks OAuth 1.0a is asked for temporary credentials, and says by them whether it knows us (RFC 5849 section 2.1)", async () => {
  const fine = { client_authentication: "ok", userinfo_endpoint: "ok" };
  assertEquals(statuses(await examine({}, "signed")), fine);
  const { body } = await server.call("POST", "/upstreams/keyed/test");
  assertEquals(statuses(body.findings), fine);
  const shown = (await server.call("GET", "/upstreams/keyed")).body;
  assertEquals(body.register, {
    redirect_uri: "http://localhost:8080/rp/callback/keyed",
    public_key: shown.public_key,
  });
});

Deno.test("who somebody is is asked for as at a sign-in, only without a token", async () => {
  const asked: Readonly<EndpointAsked>[] = [];
  const userinfo: Endpoint = (request) => {
    asked.push(request);
    return { status: 401 };
  };
  await examine({ userinfo }, "signed");
  const [signature = "", ...more] = asked.splice(0).map(({ headers }) => headers?.authorization);
  assertMatch(signature, /^OAuth .*oauth_consumer_key="latchkey".*oauth_signature=/);
  assertEquals([signature.includes("oauth_token="), more], [false, []]);
  await server.call("POST", "/upstreams", { id: "queried", preset: "linear", ...credentials });
  await examine({ userinfo }, "queried");
  const queries = asked.filter(({ body }) => body?.json?.includes("viewer"));
  assertEquals(queries.map(({ headers }) => headers), [{}]);
});

const problem = (words: string): Answer => ({ status: 401, text: `oauth_problem=${words}` });

for (
  const [answer, check, part] of [
    [{ why: "timeout" }, "temporary_credential_endpoint", "no answer"],
    [
      { status: 200, text: "oauth_token=a&oauth_token_secret=b" },
      "temporary_credential_endpoint",
      "OAuth 1.0,",
    ],
    [{ status: 200 }, "temporary_credential_endpoint", "no_token"],
    [{ status: 404 }, "temporary_credential_endpoint", "refused"],
    [problem("timestamp_refused"), "clock", "timestamp"],
    [problem("consumer_key_unknown"), "client_authentication", "consumer_key_unknown"],
    [problem("signature_invalid"), "client_authentication", "signature_invalid"],
    [
      { status: 403, json: { errors: [{ code: 415 }] } },
      "redirect_uri",
      "refuses our callback",
    ],
  ] as const satisfies readonly (readonly [Answer, string, string])[]
) {
  Deno.test(`the look at an upstream that speaks OAuth 1.0a finds ${check}: ${part}`, async () => {
    for (const id of ["signed", "keyed"]) {
      const [finding] = await examine({ initiate: () => answer }, id);
      assertEquals([finding!.check, finding!.status], [check, "fail"]);
      assertStringIncludes(finding!.found, part);
      assert(finding!.remedy !== "");
    }
  });
}

const wellKnown = `${issuer}/.well-known/openid-configuration`;
const document = (members: object) => ({ discovery: { ...right.discovery as object, ...members } });
const missed = (url: string, why: FetchFault, detail = "") => ({ missed: { [url]: { why, detail } } });
const token = (answer: Answer) => ({ token: () => answer });
const bySecret = (mine: Answer, other: Answer): Partial<typeof right> => ({
  token: (asked) => secretIn(asked) === "secret" ? mine : other,
});
const back = (error: string, code = 303): Partial<typeof right> => ({
  authorize: (_, { searchParams }) => {
    const to = searchParams.get("redirect_uri");
    return to === callback ? { status: code, location: `${to}?error=${error}` } : { status: 400 };
  },
});

/** Each fault, what is to find it, and a part of what is said of it. */
const faults: readonly (readonly [Partial<typeof right>, string, Finding["status"], string])[] = [
  [missed(wellKnown, "unreachable", "ECONNREFUSED"), "discovery", "fail", "ECONNREFUSED"],
  [missed(wellKnown, "unresolved"), "discovery", "fail", "no place on the public internet"],
  [missed(wellKnown, "private_address", "10.0.0.1"), "discovery", "fail", "no place on the public internet"],
  [missed(wellKnown, "own_host"), "discovery", "fail", "must not be an address of this server"],
  [missed(wellKnown, "timeout"), "discovery", "fail", "does not answer in time"],
  [missed(wellKnown, "too_large"), "discovery", "fail", "too large"],
  [missed(wellKnown, "status", "404"), "discovery", "fail", "404"],
  [missed(wellKnown, "type", "text/html"), "discovery", "fail", "text/html and not with JSON"],
  [missed(wellKnown, "encoding", "gzip"), "discovery", "fail", "gzip"],
  [missed(wellKnown, "busy"), "discovery", "fail", "too much at once"],
  [{ discovery: "<!doctype html>" }, "discovery", "fail", "no JSON object"],
  [document({ issuer: `${issuer}/` }), "discovery", "fail", `says that its issuer is ${issuer}/`],
  [document({ token_endpoint: undefined }), "discovery", "fail", "lacks token_endpoint"],
  [document({ jwks_uri: "ftp://a" }), "discovery", "fail", "no address"],
  [document({ response_types_supported: ["id_token"] }), "discovery", "fail", "no response type code"],
  [
    document({ authorization_endpoint: "http://upstream.example/a" }),
    "authorization_endpoint",
    "fail",
    "https",
  ],
  [document({ token_endpoint: "http://upstream.example/t" }), "token_endpoint", "fail", "must use https"],
  [document({ userinfo_endpoint: "https://10.0.0.1/me" }), "userinfo_endpoint", "fail", "private network"],
  [document({ jwks_uri: "http://upstream.example/jwks" }), "keys", "fail", "must use https"],
  [document({ id_token_signing_alg_values_supported: ["none"] }), "signing_algorithms", "fail", "none alone"],
  [
    document({ token_endpoint_auth_methods_supported: ["none"] }),
    "authentication_method",
    "warn",
    "it is client_secret_basic",
  ],
  [document({ scopes_supported: ["openid", "email"] }), "scopes", "warn", "does not list profile"],
  [document({ acr_values_supported: ["silver"] }), "acr_values", "warn", "does not list gold"],
  [document({ claims_supported: ["https://example.com/roles"] }), "claims", "warn", "list org.department"],
  [document({ code_challenge_methods_supported: ["plain"] }), "pkce", "warn", "plain"],
  [missed(`${issuer}/jwks`, "timeout"), "keys", "fail", "jwks_uri: it does not answer in time"],
  [{ keys: { keys: [] } }, "keys", "fail", "none of 0"],
  [{ keys: { keys: [{ ...upstreamJwk, use: "enc" }] } }, "keys", "fail", "none of 1"],
  [{ keys: ["a"] }, "keys", "fail", "no JWK Set"],
  [{ keys: { keys: Array(51).fill(upstreamJwk) } }, "keys", "fail", "more than 50"],
  [token({ why: "timeout" }), "client_authentication", "fail", "does not answer in time"],
  [token({ status: 302, location: `${issuer}/` }), "client_authentication", "fail", "302"],
  [token({ status: 404 }), "client_authentication", "fail", "404"],
  [
    token({ status: 401, json: { error: "invalid_client" } }),
    "client_authentication",
    "fail",
    "invalid_client (401)",
  ],
  [token({ status: 401 }), "client_authentication", "fail", "client_secret_basic"],
  [
    token({ status: 200, json: { error: "incorrect_client_credentials" } }),
    "client_authentication",
    "fail",
    "(200)",
  ],
  [
    token({ status: 400, json: { error: "unauthorized_client" } }),
    "client_authentication",
    "fail",
    "unauthorized_client",
  ],
  [
    token({ status: 400, json: { error: "invalid_grant" } }),
    "client_authentication",
    "warn",
    "wrong secret as well",
  ],
  [token({ status: 500 }), "client_authentication", "warn", "500"],
  [
    bySecret({ status: 200, json: { error: "bad_verification_code" } }, { status: 404 }),
    "client_authentication",
    "ok",
    "bad_verification_code",
  ],
  [
    bySecret({ status: 400, json: { error: { code: 100 } } }, { status: 401 }),
    "client_authentication",
    "ok",
    "refuses a code that was made up",
  ],
  [
    bySecret({ status: 400, json: { error: "invalid_request" } }, { status: 403 }),
    "client_authentication",
    "warn",
    "invalid_request",
  ],
  [{ authorize: () => ({ why: "timeout" }) }, "authorization_endpoint", "warn", "in time"],
  [{ authorize: () => ({ status: 400 }) }, "redirect_uri", "fail", "refuses our authorization request"],
  [back("invalid_scope"), "authorization_request", "fail", "invalid_scope"],
  [{ authorize: () => ({ status: 200 }) }, "redirect_uri", "warn", "does not tell"],
  [{ authorize: () => ({ status: 403 }) }, "redirect_uri", "warn", "(403)"],
  [
    { authorize: (_, url) => ({ status: 303, location: url.searchParams.get("redirect_uri")! }) },
    "redirect_uri",
    "warn",
    "nobody registered",
  ],
  [
    { authorize: (_, url) => ({ status: url.searchParams.get("redirect_uri") === callback ? 200 : 400 }) },
    "redirect_uri",
    "ok",
    "refuses one",
  ],
  [{ userinfo: () => ({ why: "unreachable" }) }, "userinfo_endpoint", "fail", "cannot be reached"],
  [{ userinfo: () => ({ status: 404 }) }, "userinfo_endpoint", "fail", "404"],
  [{ userinfo: () => ({ status: 301, location: "/" }) }, "userinfo_endpoint", "fail", "301"],
  [{ userinfo: () => ({ status: 200, json: {} }) }, "userinfo_endpoint", "warn", "200"],
  [{ userinfo: () => ({ status: 503 }) }, "userinfo_endpoint", "warn", "503"],
  [
    { userinfo: () => ({ status: 503, json: { error: "server_error" } }) },
    "userinfo_endpoint",
    "warn",
    "server_error (503)",
  ],
];

for (const [fault, check, status, part] of faults) {
  Deno.test(`the look at an upstream finds ${check} ${status}: ${part}`, async () => {
    const findings = await examine(fault), found = findings.find((finding) => finding.check === check);
    assert(found, JSON.stringify(findings));
    assertEquals([found.status, found.remedy === ""], [status, status === "ok"], JSON.stringify(found));
    assertStringIncludes(found.found, part);
    // One fault stands alone: whatever else was looked at is in order.
    const others = findings.filter((finding) => finding !== found && finding.status !== "ok");
    assertEquals(others, []);
  });
}

Deno.test("the look at a provider of another maker finds a wrong secret and a redirect URI that it does not know", async () => {
  await using other = await startOidcUpstream({ redirect_uris: [callback] });
  const real = await openAdmin(waysTo(other.host)), { call } = real;
  const { client_id, client_secret } = other;
  await call("POST", "/upstreams", { id: "example", issuer: other.issuer, client_id, client_secret });
  const look = async () => {
    const { body } = await call("POST", "/upstreams/example/test");
    return statuses(body.findings);
  };
  const fine = {
    discovery: "ok",
    keys: "ok",
    redirect_uri: "ok",
    client_authentication: "ok",
    userinfo_endpoint: "ok",
  };
  assertEquals(await look(), fine);
  await call("PATCH", "/upstreams/example", { client_secret: "another" });
  assertEquals(await look(), { ...fine, client_authentication: "fail" });
  await call("PATCH", "/upstreams/example", { client_secret });
  other.allow(["https://elsewhere.example/callback"]);
  assertEquals((await look()).redirect_uri, "fail");
});

Deno.test("the look proves who we are with a key as signing in does: our own, or one that the upstream gave us", async () => {
  const keyed = { client_id: "latchkey", issuer, token_endpoint_auth_method: "private_key_jwt" };
  assertEquals((await server.call("POST", "/upstreams", { id: "ours", ...keyed })).status, 201);
  server.time.now += 2;
  const assertions: string[] = [];
  const token: Endpoint = ({ form }) => {
    assertions.push(form!.client_assertion!);
    return { status: 400, json: { error: "invalid_grant" } };
  };
  const standing = (found: readonly Finding[]) =>
    found.find(({ check }) => check === "client_authentication")?.status;
  assertEquals(standing(await examine({ token }, "ours")), "ok");
  assertEquals(assertions.map((text) => decodeJwt(text).aud), [issuer]);

  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const key = { private_key: await exportPKCS8(privateKey), key_id: "ABC123DEFG", team_id: "DEF123GHIJ" };
  const apple = { id: "apple", preset: "apple", client_id: "com.example.app", ...key };
  assertEquals((await server.call("POST", "/upstreams", apple)).status, 201);
  await server.db.updateTable("upstream").set({ issuer }).where("slug", "=", "apple").execute();
  const signed: boolean[] = [];
  const judging: Endpoint = ({ form }) => {
    const [header, claims, signature] = form!.client_secret!.split(".");
    const text = new TextEncoder().encode(`${header}.${claims}`);
    const isOurs = verify(
      "sha256",
      text,
      { key: pem, dsaEncoding: "ieee-p1363" },
      base64url.decode(signature!),
    );
    signed.push(isOurs);
    return isOurs
      ? { status: 400, json: { error: "invalid_grant" } }
      : { status: 400, json: { error: "invalid_client" } };
  };
  const pem = await exportSPKI(publicKey);
  assertEquals(standing(await examine({ token: judging }, "apple")), "ok");
  assertEquals(signed.toSorted(), [false, true]);
});
