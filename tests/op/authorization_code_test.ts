import { assertEquals } from "@std/assert";
import { sha256 } from "../../src/crypto/digest.ts";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { endSessionsOfAccount } from "../../src/store/sessions.ts";
import { openBrowser } from "../support/browser.ts";
import { type Asked, authorizeAs, codeIn, pkce, post, redeem, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, storeOf } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider, store = storeOf(provider);
const loopback = "http://127.0.0.1/callback";
const redirect_uris = ["https://app.example/callback", "https://app.example/other", loopback];
const client = await addClient(provider, { redirect_uris }, { first_party: true, require_pkce: false });
const stranger = await addClient(provider, { redirect_uris });
const alice = await addPerson(provider, "alice"), browser = openBrowser(issuer, send);

const without = { code_challenge: undefined, code_challenge_method: undefined };
const codeFor = async (asked: Asked = {}) =>
  codeIn(await authorizeAs(provider, client, alice, { asked, browser }));
const unsent = { code_verifier: "" };

interface Wrong {
  readonly what: string;
  readonly why: string;
  readonly asked?: Asked;
  readonly sent?: Readonly<Record<string, string>>;
  readonly by?: typeof client;
  readonly before?: () => Promise<unknown> | unknown;
}

const wrongs: readonly Wrong[] = [
  { what: "by another client", why: "authorization_code.other_client", by: stranger },
  {
    what: "with another registered redirect_uri",
    why: "authorization_code.other_redirect_uri",
    sent: { redirect_uri: "https://app.example/other" },
  },
  {
    what: "without redirect_uri",
    why: "authorization_code.other_redirect_uri",
    sent: { redirect_uri: "" },
  },
  {
    what: "with another port than the one it was sent to",
    why: "authorization_code.other_redirect_uri",
    asked: { redirect_uri: "http://127.0.0.1:4711/callback" },
    sent: { redirect_uri: "http://127.0.0.1:4712/callback" },
  },
  { what: "without a verifier", why: "authorization_code.wrong_verifier", sent: unsent },
  {
    what: "with a wrong verifier",
    why: "authorization_code.wrong_verifier",
    sent: { code_verifier: "a".repeat(43) },
  },
  {
    what: "with the challenge as verifier",
    why: "authorization_code.wrong_verifier",
    sent: { code_verifier: pkce.challenge },
  },
  { what: "with a short verifier", why: "code_verifier.syntax", sent: { code_verifier: "a".repeat(42) } },
  { what: "with a long verifier", why: "code_verifier.syntax", sent: { code_verifier: "a".repeat(129) } },
  { what: "with a verifier that nobody asked for", why: "authorization_code.wrong_verifier", asked: without },
  {
    what: "after the session has ended",
    why: "authorization_code.session_ended",
    before: () => endSessionsOfAccount(store, alice.sub, "signed_out", time.now),
  },
  {
    what: "after it has expired",
    why: "authorization_code.expired",
    before: () => time.now += lifetimes.authorization_code.default,
  },
];

for (const { what, why, asked, sent = {}, by = client, before } of wrongs) {
  Deno.test(`a code is refused ${what}, and nothing is revoked (RFC 6749 section 4.1.3, RFC 7636 section 4.6)`, async () => {
    const code = await codeFor(asked);
    await before?.();
    const refused = await redeem(send, by, code, sent);
    assertEquals([refused.status, refused.error, lastRefusal(provider)], [400, "invalid_grant", why]);
    const { state } = await provider.db.selectFrom("authorization_code").select("state")
      .where("digest", "=", sha256(code)).executeTakeFirstOrThrow();
    assertEquals(state, "issued");
  });
}

Deno.test("a code that was refused for a wrong guard is still good for the right request (RFC 6749 section 4.1.3)", async () => {
  const code = await codeFor();
  for (const { by = client, sent = {}, asked, before } of wrongs) {
    if (!asked && !before) assertEquals((await redeem(send, by, code, sent)).error, "invalid_grant");
  }
  assertEquals((await redeem(send, client, code)).status, 200);
});

Deno.test("a code is good until the last second of its life (RFC 6749 section 4.1.2)", async () => {
  const code = await codeFor();
  time.now += lifetimes.authorization_code.default - 1;
  assertEquals((await redeem(send, client, code)).status, 200);
});

Deno.test("a code works once; the second right request takes its tokens away (RFC 6749 section 4.1.2)", async () => {
  const code = await codeFor();
  const { access_token = "" } = await redeem(send, client, code);
  assertEquals(await userinfoStatus(send, access_token), 200);
  const again = await redeem(send, client, code);
  assertEquals([again.error, lastRefusal(provider)], ["invalid_grant", "authorization_code.replayed"]);
  assertEquals(await userinfoStatus(send, access_token), 401);
});

Deno.test("a code issued without a challenge is redeemed without a verifier (RFC 7636 section 4.6)", async () => {
  assertEquals((await redeem(send, client, await codeFor(without), unsent)).status, 200);
});

Deno.test("a code for a loopback address is redeemed with the port that was used (RFC 8252 section 7.3)", async () => {
  const redirect_uri = "http://127.0.0.1:51004/callback";
  assertEquals((await redeem(send, client, await codeFor({ redirect_uri }), { redirect_uri })).status, 200);
});

for (const text of ["", "nonsense", "lk_ac_", `lk_ac_4fff${"0".repeat(49)}`, "lk_rt_" + "0".repeat(53)]) {
  Deno.test(`what is no code is refused like a wrong one: ${text || "nothing"} (RFC 6749 section 5.2)`, async () => {
    const { error, status } = await redeem(send, client, text);
    assertEquals([status, error], [400, text === "" ? "invalid_request" : "invalid_grant"]);
  });
}

Deno.test("tokens are not to be stored by anything on their way (RFC 6749 section 5.1)", async () => {
  const fields = {
    grant_type: "authorization_code",
    code: await codeFor(),
    redirect_uri: client.redirect_uri,
    code_verifier: pkce.verifier,
  };
  const response = await post(send, "/oauth2/token", fields, client);
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(response.headers.get("pragma"), "no-cache");
  const body = await response.json();
  assertEquals(Object.keys(body), ["access_token", "token_type", "expires_in", "scope", "id_token"]);
  assertEquals([body.token_type, body.expires_in], ["Bearer", lifetimes.access_token_jwt.default]);
});
