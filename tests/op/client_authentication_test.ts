import { assertEquals, assertMatch } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { mintSecret } from "../../src/crypto/secret.ts";
import { clientChecks } from "../../src/protocol/client/client_checks.ts";
import { replaceSecret } from "../../src/store/client_secrets.ts";
import { moveClient } from "../../src/store/clients.ts";
import { answerOf } from "../support/flow.ts";
import { addClient, lastRefusal, openProvider, storeOf, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { send, time } = provider, store = storeOf(provider);
const grant_types = ["client_credentials"];
const basic = await addClient(provider, { grant_types });
const posting = await addClient(provider, { grant_types, token_endpoint_auth_method: "client_secret_post" });
const open = await addClient(provider, { token_endpoint_auth_method: "none" });
const disabled = await addClient(provider, { grant_types });
await moveClient(store, disabled.client_id, "disable", time.now);

/** Credentials in the header, each half form-encoded first (RFC 6749 section 2.3.1). */
const header = (
  { client_id, client_secret }: TestClient,
  encode: (text: string) => string = encodeURIComponent,
) => `Basic ${btoa(`${encode(client_id)}:${encode(client_secret)}`)}`;

/** A token request with nothing but what is said here. */
function request(authorization: string | undefined, body: string): Promise<Response> {
  const headers = new Headers({ "content-type": "application/x-www-form-urlencoded" });
  if (authorization !== undefined) headers.set("authorization", authorization);
  return send("/oauth2/token", { method: "POST", headers, body });
}

const asking = "grant_type=client_credentials";
const named = ({ client_id }: TestClient) => `${asking}&client_id=${client_id}`;
const inBody = (client: TestClient) => `${named(client)}&client_secret=${client.client_secret}`;

interface Wrong {
  readonly check: string;
  readonly what: string;
  readonly error: "invalid_client" | "invalid_request";
  readonly authorization?: string;
  readonly body: string;
}

const wrongs: readonly Wrong[] = [
  {
    check: "parameters.once",
    what: "client_id twice",
    error: "invalid_request",
    body: `${named(posting)}&client_id=x`,
  },
  {
    check: "parameters.once",
    what: "grant_type twice",
    error: "invalid_request",
    authorization: header(basic),
    body: `${asking}&${asking}`,
  },
  {
    check: "client_authentication.one_method",
    what: "a header and a secret in the body",
    error: "invalid_request",
    authorization: header(basic),
    body: inBody(basic),
  },
  ...[
    ["nothing", undefined, asking],
    ["another scheme", "Bearer abc", asking],
    ["no base64", "Basic ***", asking],
    ["no colon", `Basic ${btoa("abc")}`, asking],
    ["no UTF-8", `Basic ${btoa("\xff:\xff")}`, asking],
    ["a stray percent sign", `Basic ${btoa("a%:b")}`, asking],
    ["a NUL", `Basic ${btoa("a\0:b")}`, asking],
    ["another client_id in the body", header(basic), named(posting)],
  ].map(([what = "", authorization, body = ""]) => ({
    check: "client_authentication.readable",
    what,
    error: "invalid_client" as const,
    ...(authorization === undefined ? {} : { authorization }),
    body,
  })),
  {
    check: "client.known",
    what: "an unknown client",
    error: "invalid_client",
    authorization: header({ ...basic, client_id: "nobody" }),
    body: asking,
  },
  {
    check: "client.known",
    what: "a disabled client",
    error: "invalid_client",
    authorization: header(disabled),
    body: asking,
  },
  {
    check: "client.method",
    what: "the body instead of the header",
    error: "invalid_client",
    body: inBody(basic),
  },
  {
    check: "client.method",
    what: "the header instead of the body",
    error: "invalid_client",
    authorization: header(posting),
    body: asking,
  },
  { check: "client.method", what: "a secret left out", error: "invalid_client", body: named(posting) },
  {
    check: "client.method",
    what: "a secret of a client that has none",
    error: "invalid_client",
    body: inBody(open),
  },
  {
    check: "client.secret",
    what: "a wrong secret",
    error: "invalid_client",
    authorization: header({ ...basic, client_secret: `${basic.client_secret}x` }),
    body: asking,
  },
  {
    check: "client.secret",
    what: "an empty secret",
    error: "invalid_client",
    authorization: header({ ...basic, client_secret: "" }),
    body: asking,
  },
  {
    check: "client.secret",
    what: "another client's secret",
    error: "invalid_client",
    body: inBody({ ...posting, client_secret: basic.client_secret }),
  },
];

for (const { check, what, error, authorization, body } of wrongs) {
  Deno.test(`a token request with ${what} is refused as ${error} by ${check} (RFC 6749 section 5.2)`, async () => {
    const response = await request(authorization, body);
    assertEquals([lastRefusal(provider), response.status], [check, error === "invalid_client" ? 401 : 400]);
    const challenge = response.headers.get("www-authenticate");
    if (error === "invalid_client") assertMatch(challenge ?? "", /^Basic realm="http:\/\/localhost:8080"/);
    else assertEquals(challenge, null);
    assertEquals(response.headers.get("cache-control"), "no-store");
    assertEquals((await response.json()).error, error);
  });
}

Deno.test("every check of a client is failed by a request here, or in client_assertion_test.ts (RFC 6749 section 2.3)", () => {
  const ids = clientChecks.map(({ id }) => id).filter((id) => !id.startsWith("client_assertion."));
  assertEquals(new Set(wrongs.map(({ check }) => check)), new Set(ids));
});

Deno.test("an unknown client, a disabled one, a wrong method and a wrong secret are told the same (RFC 6749 section 5.2)", async () => {
  const tried = wrongs.filter(({ check }) => check.startsWith("client."));
  const told = await Promise.all(
    tried.map(async ({ authorization, body }) => await (await request(authorization, body)).text()),
  );
  assertEquals(new Set(told).size, 1, told.join("\n"));
});

Deno.test("client_secret_basic takes each half form-encoded, whatever is escaped (RFC 6749 section 2.3.1)", async () => {
  const everything = (text: string) =>
    text.replaceAll(/./g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
  for (const encode of [encodeURIComponent, everything, (text: string) => text]) {
    const answer = await answerOf(await request(header(basic, encode), asking));
    assertEquals([answer.status, answer.token_type], [200, "Bearer"]);
  }
});

Deno.test("client_secret_basic may name its client in the body too, and its scheme has no case (RFC 6749 section 2.3.1, RFC 9110 section 11.1)", async () => {
  assertEquals((await request(header(basic), named(basic))).status, 200);
  assertEquals((await request(header(basic).replace("Basic", "bASIC"), asking)).status, 200);
});

Deno.test("client_secret_post authenticates in the body (RFC 6749 section 2.3.1)", async () => {
  assertEquals((await request(undefined, inBody(posting))).status, 200);
});

Deno.test("a public client names itself and is believed no further: client_credentials is not for it (RFC 6749 section 4.4)", async () => {
  const wanting = await addClient(provider, { grant_types, token_endpoint_auth_method: "none" });
  const answer = await answerOf(await request(undefined, named(wanting)));
  assertEquals([answer.status, answer.error], [400, "unauthorized_client"]);
});

Deno.test("two secrets live at once while one is changed over, never three (RFC 7591 section 3.2.1)", async () => {
  const client = await addClient(provider, { grant_types }), at = time.now;
  const secrets = [client.client_secret];
  for (const id of ["second", "third"]) {
    const secret = mintSecret("client_secret", at, systemRandom);
    const overlapUntil = at + lifetimes.client_secret_overlap.default;
    await replaceSecret(store, client.client_id, { id, handle: secret.handle, overlapUntil, at });
    secrets.push(secret.reveal());
  }
  const statuses = () =>
    Promise.all(
      secrets.map(async (client_secret) =>
        (await request(header({ ...client, client_secret }), asking)).status
      ),
    );
  assertEquals(await statuses(), [401, 200, 200]);
  time.now += lifetimes.client_secret_overlap.default;
  assertEquals(await statuses(), [401, 401, 200]);
});
