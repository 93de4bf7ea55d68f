// An attacker makes a token himself, with whatever a careless verifier would believe.
import { assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK } from "jose";
import { createHmac } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { openBrowser } from "../support/browser.ts";
import { answerIn, authorizeUrl, introspect, post, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const client = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice"), browser = openBrowser(issuer, send);
const real = await tokensFor(provider, client, alice, { browser });
const own = await generateKeyPair("RS256", { extractable: true });
const ownJwk = { ...await exportJWK(own.publicKey), alg: "RS256", use: "sig" };

const part = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const decoded = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString());

interface Genuine {
  readonly header: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly token: string;
  /** The published key that signed it. */
  readonly jwk: JWK;
}

/** Signs with the attacker's own key under any header. */
const signed = (header: object, payload: unknown) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader(header as { alg: string }).sign(own.privateKey, {
      crit: { "urn:example:critical": true },
    });

const hmac = (header: object, payload: object, key: string) => {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
};

const forgeries: Readonly<Record<string, (genuine: Genuine) => string | Promise<string>>> = {
  "alg none without a signature": ({ header, payload }) =>
    `${part({ ...header, alg: "none" })}.${part(payload)}.`,
  "alg None with a signature": ({ header, payload, token }) =>
    `${part({ ...header, alg: "None" })}.${part(payload)}.${token.split(".")[2]}`,
  "HS256 with the public key as PEM": async ({ header, payload, jwk }) =>
    hmac({ ...header, alg: "HS256" }, payload, await exportSPKI(await importJWK(jwk, "RS256") as CryptoKey)),
  "HS256 with the public key as JWK": ({ header, payload, jwk }) =>
    hmac({ ...header, alg: "HS256" }, payload, JSON.stringify(jwk)),
  "HS256 with an empty key": ({ header, payload }) => hmac({ ...header, alg: "HS256" }, payload, ""),
  "a key of one's own under the genuine kid": ({ header, payload }) => signed(header, payload),
  "a key of one's own under a foreign kid": ({ header, payload }) =>
    signed({ ...header, kid: "mine" }, payload),
  "a key of one's own without a kid": ({ header: { kid: _kid, ...header }, payload }) =>
    signed(header, payload),
  "a key of one's own carried along": ({ header, payload }) => signed({ ...header, jwk: ownJwk }, payload),
  "a key of one's own to be fetched": ({ header, payload }) =>
    signed({ ...header, jku: "http://127.0.0.1:1/jwks.json" }, payload),
  "a certificate of one's own": ({ header, payload }) => signed({ ...header, x5c: ["MIIB"] }, payload),
  "a critical extension": ({ header, payload }) =>
    signed({ ...header, crit: ["urn:example:critical"], "urn:example:critical": 1 }, payload),
  "a compressed payload": ({ header, payload, token }) =>
    `${part({ ...header, zip: "DEF" })}.${deflateRawSync(JSON.stringify(payload)).toString("base64url")}.${
      token.split(".")[2]
    }`,
  "the genuine signature under another payload": ({ header, payload, token }) =>
    `${part(header)}.${part({ ...payload, sub: "somebody-else" })}.${token.split(".")[2]}`,
  "the genuine signature under another algorithm": ({ header, payload, token }) =>
    `${part({ ...header, alg: "ES256" })}.${part(payload)}.${token.split(".")[2]}`,
  "an empty signature": ({ token }) => `${token.split(".").slice(0, 2).join(".")}.`,
  "a payload that is not JSON": ({ header }) => signed(header, "text"),
  "a header that is not JSON": ({ token }) => token.split(".").with(0, part("header")).join("."),
  "five parts, as an encrypted token has": ({ token }) => `${token}.AAAA.AAAA`,
  "a very long header": ({ header, token }) =>
    token.split(".").with(0, part({ ...header, kid: "k".repeat(30_000) })).join("."),
};

async function genuine(token: string): Promise<Genuine> {
  const [header = "", payload = ""] = token.split(".");
  const { keys } = await (await send("/oauth2/jwks.json")).json();
  const { kid } = decoded(header);
  return {
    header: decoded(header),
    payload: decoded(payload),
    token,
    jwk: keys.find((key: JWK) => key.kid === kid),
  };
}

const access = await genuine(real.access_token!), identity = await genuine(real.id_token!);

for (const [what, forge] of Object.entries(forgeries)) {
  Deno.test(`a token with ${what} is believed nowhere: userinfo, introspection, revocation, hint (RFC 8725 section 3)`, async () => {
    const bearer = await forge(access), id_token_hint = await forge(identity);
    assertEquals(await userinfoStatus(send, bearer), 401);
    assertEquals<unknown>(await introspect(send, client, bearer), { active: false, status: 200 });
    const revoked = await post(send, "/oauth2/revoke", { token: bearer }, client);
    assertEquals([revoked.status, await revoked.text()], [200, "{}"]);
    const hint = await browser.open(authorizeUrl(issuer, client, { prompt: "none", id_token_hint }));
    assertEquals(answerIn(hint).error, "invalid_request");
    assertEquals(lastRefusal(provider), "id_token_hint.valid");
  });
}

Deno.test("the tokens from which the forgeries were made are believed (RFC 8725 section 3)", async () => {
  assertMatch(access.token, /^ey/);
  assertEquals(await userinfoStatus(send, access.token), 200);
  const url = authorizeUrl(issuer, client, { prompt: "none", id_token_hint: identity.token });
  assertEquals(typeof answerIn(await browser.open(url)).code, "string");
});
