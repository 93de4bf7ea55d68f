import { assert, assertEquals } from "@std/assert";
import { redirectChecks } from "../../src/protocol/authorize/authorization_checks.ts";
import { pageChecks } from "../../src/protocol/client/proof_checks.ts";
import { moveClient } from "../../src/store/clients.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, type Asked, authorizeUrl } from "../support/flow.ts";
import { setPolicy } from "../support/registration.ts";
import { addClient, lastRefusal, openProvider, storeOf, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
await setPolicy(provider, { client_id_metadata_documents: true, response_types: ["code", "id_token"] });
const web = await addClient(provider, { scope: "openid profile" });
const implicit = await addClient(provider, { grant_types: ["implicit"], response_types: ["id_token"] });
const machine = await addClient(provider, { grant_types: ["client_credentials"], response_types: [] });

/** A request that fails one check and no check before it. */
interface Wrong {
  readonly check: string;
  readonly error: string;
  readonly client?: TestClient;
  readonly asked?: Asked;
  /** Changes what a map of parameters cannot say: repetitions. */
  readonly bend?: (url: URL) => void;
}

const twice = (name: string, value: string) => (url: URL) => url.searchParams.append(name, value);

const pages: readonly Wrong[] = [
  { check: "client_id.once", error: "invalid_request", bend: twice("client_id", "another") },
  { check: "client_id.once", error: "invalid_request", bend: twice("redirect_uri", "https://b.example/") },
  { check: "client_id.present", error: "invalid_request", asked: { client_id: undefined } },
  {
    check: "client_id.document",
    error: "invalid_request",
    asked: { client_id: "https://app.example/client.json" },
  },
  { check: "client_id.known", error: "invalid_request", asked: { client_id: "nobody" } },
  { check: "redirect_uri.present", error: "invalid_request", asked: { redirect_uri: undefined } },
  { check: "redirect_uri.present", error: "invalid_request", asked: { redirect_uri: "" } },
  {
    check: "redirect_uri.registered",
    error: "invalid_request",
    asked: { redirect_uri: "https://app.example/" },
  },
];

const redirects: readonly Wrong[] = [
  { check: "parameters.once", error: "invalid_request", bend: twice("nonce", "another") },
  { check: "parameters.length", error: "invalid_request", asked: { login_hint: "x".repeat(2049) } },
  { check: "registration.unsupported", error: "registration_not_supported", asked: { registration: "{}" } },
  { check: "response_type.present", error: "invalid_request", asked: { response_type: undefined } },
  {
    check: "response_type.supported",
    error: "unsupported_response_type",
    asked: { response_type: "token" },
  },
  {
    check: "response_type.supported",
    error: "unsupported_response_type",
    asked: { response_type: "toString" },
  },
  { check: "response_type.allowed", error: "unauthorized_client", client: machine },
  { check: "response_mode.supported", error: "invalid_request", asked: { response_mode: "web_message" } },
  {
    check: "response_mode.fits",
    error: "invalid_request",
    client: implicit,
    asked: { response_type: "id_token", response_mode: "query" },
  },
  {
    check: "nonce.present",
    error: "invalid_request",
    client: implicit,
    asked: { response_type: "id_token", nonce: undefined },
  },
  {
    check: "scope.openid",
    error: "invalid_scope",
    client: implicit,
    asked: { response_type: "id_token", scope: "profile" },
  },
  { check: "scope.syntax", error: "invalid_scope", asked: { scope: "openid  profile" } },
  { check: "scope.syntax", error: "invalid_scope", asked: { scope: 'openid "profile"' } },
  { check: "scope.allowed", error: "invalid_scope", asked: { scope: "openid email" } },
  {
    check: "code_challenge.present",
    error: "invalid_request",
    asked: { code_challenge: undefined, code_challenge_method: undefined },
  },
  {
    check: "code_challenge_method.supported",
    error: "invalid_request",
    asked: { code_challenge_method: "plain" },
  },
  {
    check: "code_challenge_method.supported",
    error: "invalid_request",
    asked: { code_challenge_method: undefined },
  },
  { check: "code_challenge.syntax", error: "invalid_request", asked: { code_challenge: "A".repeat(42) } },
  { check: "code_challenge.syntax", error: "invalid_request", asked: { code_challenge: "=".repeat(43) } },
  { check: "prompt.known", error: "invalid_request", asked: { prompt: "none login" } },
  { check: "prompt.known", error: "invalid_request", asked: { prompt: "create" } },
  { check: "max_age.number", error: "invalid_request", asked: { max_age: "-1" } },
  { check: "max_age.number", error: "invalid_request", asked: { max_age: "1e3" } },
  { check: "id_token_hint.valid", error: "invalid_request", asked: { id_token_hint: "not.a.token" } },
  { check: "claims.json", error: "invalid_request", asked: { claims: "%" } },
  { check: "claims.members", error: "invalid_request", asked: { claims: '{"userinfo":{"na\\"me":1}}' } },
  {
    check: "claims.sub",
    error: "invalid_request",
    asked: { claims: '{"userinfo":{"sub":{"value":"a"}},"id_token":{"sub":{"value":"b"}}}' },
  },
  {
    check: "acr.offered",
    error: "unmet_authentication_requirements",
    asked: { claims: '{"id_token":{"acr":{"essential":true,"values":["urn:mace:incommon:iap:gold"]}}}' },
  },
];

async function openWrong({ client = web, asked, bend }: Wrong) {
  const url = authorizeUrl(issuer, client, asked);
  bend?.(url);
  return await openBrowser(issuer, send).open(url);
}

for (const wrong of pages) {
  const what = JSON.stringify(wrong.asked ?? "a repetition");
  Deno.test(`authorize shows a page and sends nobody anywhere where ${wrong.check} fails: ${what} (RFC 6749 section 4.1.2.1)`, async () => {
    const visit = await openWrong(wrong);
    assertEquals([visit.status, visit.headers.get("location")], [400, null]);
    assertEquals(lastRefusal(provider), wrong.check);
    assertEquals(visit.headers.get("cache-control"), "no-store");
    assert(!visit.html.includes("<form"), "A page of refusal has nothing to send");
  });
}

for (const wrong of redirects) {
  const what = JSON.stringify(wrong.asked ?? "a repetition");
  Deno.test(`authorize tells the client ${wrong.error} where ${wrong.check} fails: ${what} (RFC 6749 section 4.1.2.1, RFC 9207 section 2)`, async () => {
    const visit = await openWrong(wrong), { error, error_description, ...rest } = answerIn(visit);
    assertEquals(lastRefusal(provider), wrong.check);
    const mark = /token/.test(wrong.asked?.response_type ?? "") ? "#" : "?";
    assert(visit.url.startsWith(web.redirect_uri + mark), visit.url);
    assertEquals([visit.status, error, rest], [303, wrong.error, { state: "some-state", iss: issuer }]);
    assert(error_description, "A developer is told what was wrong");
    assertEquals(visit.headers.get("cache-control"), "no-store");
  });
}

Deno.test("every check of an authorization request is failed by a request here (RFC 6749 section 4.1.2.1)", () => {
  const ids = (checks: readonly { readonly id: string }[]) => new Set(checks.map(({ id }) => id));
  assertEquals(new Set(pages.map(({ check }) => check)), ids(pageChecks));
  assertEquals(new Set(redirects.map(({ check }) => check)), ids(redirectChecks));
});

Deno.test("authorize echoes neither of two states (RFC 6749 section 3.1)", async () => {
  const visit = await openWrong({ check: "parameters.once", error: "", bend: twice("state", "another") });
  const { error, state } = answerIn(visit);
  assertEquals([error, state], ["invalid_request", undefined]);
});

Deno.test("authorize ignores parameters that it does not know and scopes that nobody offers (RFC 6749 section 3.1, OpenID Connect Core section 3.1.2.1)", async () => {
  const asked = { scope: "openid unheard-of", utm_source: "mail" };
  const visit = await openBrowser(issuer, send).open(authorizeUrl(issuer, web, asked));
  assertEquals([visit.status, new URL(visit.url).pathname], [200, "/login"]);
});

Deno.test("authorize refuses a disabled client as it does an unknown one (RFC 6749 section 4.1.2.1)", async () => {
  const client = await addClient(provider);
  await moveClient(storeOf(provider), client.client_id, "disable", provider.time.now);
  const [disabled, unknown] = await Promise.all([
    openBrowser(issuer, send).open(authorizeUrl(issuer, client)),
    openBrowser(issuer, send).open(authorizeUrl(issuer, { ...client, client_id: "nobody" })),
  ]);
  assertEquals([disabled.status, unknown.status, lastRefusal(provider)], [400, 400, "client_id.known"]);
  const bland = (html: string) => html.replaceAll(/<(code|dd|kbd)[^>]*>[^<]*<\/\1>/g, "");
  assertEquals(bland(disabled.html), bland(unknown.html));
});
