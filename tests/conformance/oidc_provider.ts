/**
 * A certified provider of another maker, as a process: `deno run -A tests/conformance/oidc_provider.ts RELEASE`. It signs
 * anybody in, takes registrations from everybody, and is configured for what the plans ask. RELEASE is 9, or 8: the last
 * one that takes a request_uri from clients (OpenID Connect Core section 6.2).
 */
import { Buffer } from "node:buffer";
import { createHash, generateKeyPairSync } from "node:crypto";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../../src/conformance/certificate.ts";
import { scopeClaims } from "../../src/conformance/standard_claims.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { keepAll } from "./oidc_provider_adapter.ts";

const former = Deno.args[0] === "8";
const { default: Provider } = await (former ? import("oidc-provider-8") : import("oidc-provider"));

const jwk = (privateKey: { export: (options: { format: "jwk" }) => unknown }, alg: string) => ({
  ...privateKey.export({ format: "jwk" }) as object,
  alg,
  use: "sig",
});

const everyClaim = {
  name: "Ada King Lovelace",
  given_name: "Ada",
  family_name: "Lovelace",
  middle_name: "King",
  nickname: "Countess",
  preferred_username: "ada",
  profile: "https://people.example/ada",
  picture: "https://people.example/ada.png",
  website: "https://ada.example/",
  email: "ada@people.example",
  email_verified: true,
  gender: "female",
  birthdate: "1815-12-10",
  zoneinfo: "Europe/London",
  locale: "en-GB",
  phone_number: "+44 20 7946 0000",
  phone_number_verified: true,
  address: { country: "United Kingdom" },
  updated_at: 1_700_000_000,
};

const transport = openTransport();

/** What a client has on the web stands behind a certificate of its own making. */
const fetchFromClient = async (
  url: string,
  { method = "GET", headers, body: sent }: RequestInit = {},
) => {
  const { status, headers: found, body } = await transport.send({
    method,
    url: String(url),
    headers: Object.fromEntries(new Headers(headers)),
    ...(sent ? { body: String(sent) } : {}),
  });
  return new Response(body, { status, headers: found as [string, string][] });
};
// The former release fetches for itself, and asks this of the environment.
Deno.env.set("NODE_TLS_REJECT_UNAUTHORIZED", "0");

const configuration = {
  adapter: keepAll,
  claims: { openid: ["sub"], ...scopeClaims },
  acrValues: ["urn:example:one"],
  findAccount: (_: unknown, accountId: string) => ({
    accountId,
    claims: () => ({ sub: accountId, ...everyClaim }),
  }),
  ...(former ? {} : { fetch: fetchFromClient }),
  features: {
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    jwtUserinfo: { enabled: true },
    registration: { enabled: true, idFactory: () => crypto.randomUUID() },
    registrationManagement: { enabled: true },
    requestObjects: former ? { request: true, requestUri: true, mode: "lax" } : { enabled: true },
  },
  enabledJWA: {
    requestObjectSigningAlgValues: ["RS256"],
    idTokenSigningAlgValues: ["RS256", "ES256"],
    userinfoSigningAlgValues: ["RS256"],
  },
  jwks: {
    keys: [
      jwk(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey, "RS256"),
      jwk(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, "ES256"),
    ],
  },
  pairwiseIdentifier: (_: unknown, accountId: string, { sectorIdentifier }: { sectorIdentifier: string }) =>
    createHash("sha256").update(sectorIdentifier + accountId).digest("hex"),
  pkce: { required: () => false },
  responseTypes: [
    "code",
    "id_token",
    "id_token token",
    "code id_token",
    "code token",
    "code id_token token",
  ],
  subjectTypes: ["public", "pairwise"],
  enableHttpPostMethods: true,
  cookies: {
    keys: [Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("hex")],
    long: { sameSite: "none" },
  },
};

const server = https.createServer(selfSigned("localhost"));
server.listen(0, "127.0.0.1", () => {
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  server.on("request", new Provider(issuer, configuration).callback());
  console.log(`listening at ${issuer}`);
});
