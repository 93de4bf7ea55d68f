// An attacker makes the assertion of somebody else's client, with whatever a careless verifier would believe.
import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { CompactSign, exportSPKI, importJWK, type JWK } from "jose";
import { sha256 } from "../../src/crypto/digest.ts";
import { jwtBearer } from "../../src/protocol/client/client_assertion.ts";
import {
  addKeyClient,
  addSecretClient,
  assertionBy,
  signerOf,
  type SigningClient,
} from "../support/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { openProvider } from "../support/provider.ts";

const provider = await openProvider(), { send, issuer, time } = provider;
const [ours, theirs] = await Promise.all([makeClientKey("ES256", "ours"), makeClientKey("ES256", "theirs")]);
const metadata = { grant_types: ["client_credentials"] };
const client = await addKeyClient(provider, metadata, ours);
const sharing = await addSecretClient(provider, metadata);
const attacker = await addKeyClient(provider, metadata, theirs);

const part = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const decoded = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString());

const endpoints = ["/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"] as const;

async function statuses(client_assertion: string): Promise<readonly number[]> {
  const told: number[] = [];
  for (const path of endpoints) {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      token: "x",
      client_assertion_type: jwtBearer,
      client_assertion,
    });
    const response = await send(path, { method: "POST", body });
    await response.body?.cancel();
    told.push(response.status);
  }
  return told;
}

interface Genuine {
  readonly header: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly jws: string;
  readonly publicKey: CryptoKey;
  readonly secret: string;
}

const signed = (header: object, payload: unknown) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader(header as { alg: string })
    .sign(theirs.privateKey, { crit: { "urn:example:critical": true } });

const hmac = (header: object, payload: object, key: string, alg = "HS256") => {
  const input = `${part({ ...header, alg })}.${part(payload)}`;
  return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
};

const forgeries: Readonly<Record<string, (genuine: Genuine) => string | Promise<string>>> = {
  "alg none without a signature": ({ header, payload }) =>
    `${part({ ...header, alg: "none" })}.${part(payload)}.`,
  "alg nOnE with a signature": ({ header, payload, jws }) =>
    `${part({ ...header, alg: "nOnE" })}.${part(payload)}.${jws.split(".")[2]}`,
  "HS256 with the public key as PEM": async ({ header, payload, publicKey }) =>
    hmac(header, payload, await exportSPKI(publicKey)),
  "HS256 with the public key as JWK": ({ header, payload }) =>
    hmac(header, payload, JSON.stringify(ours.jwk)),
  "HS256 with an empty key": ({ header, payload }) => hmac(header, payload, ""),
  "HS256 with the digest of the secret": ({ header, payload, secret }) =>
    hmac(header, payload, sha256(secret)),
  "another client's key under the genuine kid": ({ header, payload }) =>
    signed({ ...header, alg: "ES256" }, payload),
  "another client's key under its own kid": ({ payload }) =>
    signed({ alg: "ES256", kid: theirs.kid }, payload),
  "another client's key without a kid": ({ payload }) => signed({ alg: "ES256" }, payload),
  "a key that comes with it": ({ payload }) => signed({ alg: "ES256", jwk: theirs.jwk }, payload),
  "a key to be fetched": ({ payload }) =>
    signed({ alg: "ES256", jku: "https://evil.example/jwks.json" }, payload),
  "a certificate that comes with it": ({ payload }) => signed({ alg: "ES256", x5c: ["MIIB"] }, payload),
  "a certificate to be fetched": ({ payload }) =>
    signed({ alg: "ES256", x5u: "https://evil.example/" }, payload),
  "a critical extension": ({ payload }) =>
    signed({ alg: "ES256", crit: ["urn:example:critical"], "urn:example:critical": 1 }, payload),
  "compressed claims": ({ header, payload, jws }) =>
    `${part({ ...header, zip: "DEF" })}.${deflateRawSync(JSON.stringify(payload)).toString("base64url")}.${
      jws.split(".")[2]
    }`,
  "the genuine signature under other claims": ({ header, payload, jws }) =>
    `${part(header)}.${part({ ...payload, jti: "another" })}.${jws.split(".")[2]}`,
  "the genuine signature under another algorithm": ({ header, payload, jws }) =>
    `${part({ ...header, alg: header.alg === "HS256" ? "HS512" : "PS256" })}.${part(payload)}.${
      jws.split(".")[2]
    }`,
  "an empty signature": ({ jws }) => `${jws.split(".").slice(0, 2).join(".")}.`,
  "five parts, as an encrypted one has": ({ jws }) => `${jws}.AAAA.AAAA`,
  "claims that nest without end": ({ header, jws }) =>
    `${part(header)}.${part("[".repeat(5000) + "]".repeat(5000))}.${jws.split(".")[2]}`,
  "the server's own kid": async ({ payload }) => {
    const { keys } = await (await send("/oauth2/jwks.json")).json();
    return signed({ alg: "ES256", kid: keys.find(({ alg }: JWK) => alg === "ES256").kid }, payload);
  },
  "a type of its own": ({ payload }) => signed({ alg: "ES256", kid: ours.kid, typ: "at+jwt" }, payload),
  "the attacker as its issuer": ({ payload }) =>
    signed({ alg: "ES256", kid: theirs.kid }, { ...payload, iss: attacker.client_id }),
  "the server as its issuer, and the client as its subject": ({ payload }) =>
    signed({ alg: "ES256", kid: theirs.kid }, { ...payload, iss: issuer }),
};

async function genuineOf(whose: SigningClient): Promise<Genuine> {
  const jws = await assertionBy(provider, whose), [header = "", payload = ""] = jws.split(".");
  return {
    header: decoded(header),
    payload: decoded(payload),
    jws,
    publicKey: await importJWK(ours.jwk as JWK, "ES256") as CryptoKey,
    secret: whose.client_secret,
  };
}

for (const [what, forge] of Object.entries(forgeries)) {
  Deno.test(`a client assertion with ${what} is believed at no endpoint (RFC 7523 section 3, RFC 8725 section 3)`, async () => {
    for (const whose of [client, sharing]) {
      assertEquals(await statuses(await forge(await genuineOf(whose))), [401, 401, 401]);
    }
  });
}

Deno.test("the assertions from which the forgeries were made are believed, each once (RFC 7523 section 3)", async () => {
  for (const whose of [client, sharing]) {
    assertEquals(await statuses((await genuineOf(whose)).jws), [200, 401, 401]);
  }
});

Deno.test("an assertion that was made for another server, or another client, is none here (RFC 7523bis section 3)", async () => {
  const { signer } = client, elsewhere = "https://other.example";
  for (
    const aud of [elsewhere, [elsewhere, issuer], `${issuer}/`, `${issuer}/t/other`, issuer.toUpperCase(), ""]
  ) {
    assertEquals(await statuses(await assertionBy(provider, client, { claims: { aud } })), [401, 401, 401]);
  }
  const swapped = await assertionBy(provider, { client_id: attacker.client_id, signer });
  assertEquals(await statuses(swapped), [401, 401, 401]);
  const own = await assertionBy(provider, attacker, {
    signer: signerOf(theirs),
    claims: { exp: time.now + 30 },
  });
  assertEquals((await statuses(own))[0], 200);
});
