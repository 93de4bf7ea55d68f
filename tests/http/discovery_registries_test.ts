import { assert, assertEquals } from "@std/assert";
import { decodeProtectedHeader } from "jose";
import { clientAuthenticationMethods, signingAlgorithms } from "../../src/domain/client_metadata.ts";
import { routes } from "../../src/http/routes.ts";
import { tokenGrants } from "../../src/op/token_grants.ts";
import { authorizationParameters } from "../../src/protocol/parameters.ts";
import { endpoints } from "../../src/protocol/endpoints.ts";
import { responseModes } from "../../src/protocol/authorize/response_mode.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, authorizeAs, authorizeUrl, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { requestObject } from "../support/request_objects.ts";
import { setPolicy } from "../support/registration.ts";

const provider = await openProvider();
await setPolicy(provider, { registration: "open", session_management: true });
const { issuer, send } = provider;
const person = await addPerson(provider);

type Metadata = Readonly<Record<string, string>> & Readonly<Record<`${string}_supported`, readonly string[]>>;

const metadata: Metadata = await (await send("/.well-known/openid-configuration")).json();

const urls = Object.entries<string>(metadata as Readonly<Record<string, string>>)
  .filter(([name]) => /(_endpoint|_uri|_iframe)$/.test(name));

Deno.test("every endpoint of the metadata is a route, and every protocol endpoint is in the metadata", () => {
  const paths = routes.map(({ path }) => path);
  for (const [name, url] of urls) assert(paths.includes(url.slice(issuer.length)), name);
  assertEquals(
    urls.map(([, url]) => url.slice(issuer.length)).toSorted(),
    Object.values(endpoints).toSorted(),
  );
  const protocol = paths.filter((path) => path.startsWith("/oauth2/") && !path.includes(":"));
  assertEquals(protocol.toSorted(), Object.values(endpoints).toSorted());
});

Deno.test("every endpoint of the metadata answers", async () => {
  for (const [name, url] of urls) {
    for (const method of ["GET", "POST"]) {
      const response = await send(url, { method });
      await response.body?.cancel();
      assert(response.status !== 404 && response.status < 500, `${method} ${name}: ${response.status}`);
    }
  }
});

Deno.test("both well-known addresses tell the same (RFC 8414 section 3)", async () => {
  const other = await (await send("/.well-known/oauth-authorization-server")).json();
  assertEquals(other, metadata);
});

Deno.test("lists are those of the registries (RFC 8414 section 2)", () => {
  assertEquals(metadata.grant_types_supported, tokenGrants.map(({ grantType }) => grantType));
  assertEquals(metadata.response_types_supported, ["code"]);
  assertEquals(metadata.response_modes_supported, [...responseModes]);
  assertEquals(metadata.token_endpoint_auth_methods_supported, [...clientAuthenticationMethods]);
  // Some clients take the first method that they find.
  assertEquals(metadata.token_endpoint_auth_methods_supported?.[0], "client_secret_basic");
  assertEquals(metadata.revocation_endpoint_auth_methods_supported?.[0], "client_secret_basic");
  assertEquals(metadata.id_token_signing_alg_values_supported, [...signingAlgorithms]);
});

Deno.test("whatever the metadata does not offer is refused, never taken (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await addClient(provider);
  assert(authorizationParameters.includes("registration"));
  assertEquals("registration_parameter_supported" in metadata, false);
  const visit = await openBrowser(issuer, send).open(authorizeUrl(issuer, client, { registration: "{}" }));
  assertEquals(answerIn(visit).error, "registration_not_supported");
});

for (const alg of metadata.request_object_signing_alg_values_supported!) {
  Deno.test(`a request object signed by ${alg} is taken, as the metadata says`, async () => {
    const key = await makeClientKey(alg), client = await addClient(provider, { jwks: { keys: [key.jwk] } });
    const request = await requestObject(provider, client, key);
    const visit = await openBrowser(issuer, send).open(authorizeUrl(issuer, client, { request }));
    assertEquals(new URL(visit.url).pathname, "/login");
  });
}

for (const prompt of metadata.prompt_values_supported!) {
  Deno.test(`prompt=${prompt} is understood, as the metadata says`, async () => {
    const client = await addClient(provider);
    const visit = await openBrowser(issuer, send).open(authorizeUrl(issuer, client, { prompt }));
    const { error = "none" } = visit.url.startsWith(client.redirect_uri) ? answerIn(visit) : {};
    assertEquals(error, prompt === "none" ? "login_required" : "none");
  });
}

for (const alg of metadata.id_token_signing_alg_values_supported!) {
  Deno.test(`an ID token can be signed with ${alg} by a published key, as the metadata says`, async () => {
    const { keys } = await (await send(metadata.jwks_uri!)).json();
    const client = await addClient(provider, { id_token_signed_response_alg: alg as "RS256" });
    const { id_token } = await redeem(send, client, codeIn(await authorizeAs(provider, client, person)));
    const header = JSON.parse(atob(id_token!.split(".")[0]!.replaceAll("-", "+").replaceAll("_", "/")));
    assertEquals([
      header.alg,
      keys.some((key: { kid: string; alg: string }) => key.kid === header.kid && key.alg === alg),
    ], [alg, true]);
  });
}

const encryption = ["id_token", "userinfo"].flatMap((response) => {
  const values = (kind: string) => metadata[`${response}_encryption_${kind}_values_supported`]!;
  const by = `${response}_encrypted_response`;
  return [
    ...values("alg").map((alg) => ({ response, [`${by}_alg`]: alg, [`${by}_enc`]: values("enc")[0]! })),
    ...values("enc").map((enc) => ({ response, [`${by}_alg`]: values("alg")[0]!, [`${by}_enc`]: enc })),
  ];
});

for (const { response, ...members } of encryption) {
  Deno.test(`${response} can be encrypted with ${JSON.stringify(members)}, as the metadata says (OpenID Connect Discovery section 3)`, async () => {
    const jwks = { keys: [(await makeClientKey("RSA-OAEP")).jwk, (await makeClientKey("ECDH-ES")).jwk] };
    const client = await addClient(provider, { jwks, ...members });
    const { id_token = "", access_token = "" } = await redeem(
      send,
      client,
      codeIn(await authorizeAs(provider, client, person)),
    );
    const headers = { authorization: `Bearer ${access_token}` };
    const userinfo = await (await send(metadata.userinfo_endpoint!, { headers })).text();
    const { alg, enc } = decodeProtectedHeader(response === "id_token" ? id_token : userinfo);
    assertEquals([alg, enc], Object.values(members));
  });
}

for (const alg of metadata.userinfo_signing_alg_values_supported!) {
  Deno.test(`userinfo can be signed with ${alg}, as the metadata says (OpenID Connect Discovery section 3)`, async () => {
    const client = await addClient(provider, { userinfo_signed_response_alg: alg as "RS256" });
    const { access_token } = await redeem(send, client, codeIn(await authorizeAs(provider, client, person)));
    const headers = { authorization: `Bearer ${access_token}` };
    const userinfo = await (await send(metadata.userinfo_endpoint!, { headers })).text();
    assertEquals(decodeProtectedHeader(userinfo).alg, alg);
  });
}

Deno.test("every scope of the metadata can be asked for, and its claims are among those listed (OpenID Connect Discovery section 3)", async () => {
  const client = await addClient(provider), scope = metadata.scopes_supported!.join(" ");
  const { access_token, scope: granted } = await redeem(
    send,
    client,
    codeIn(await authorizeAs(provider, client, person, { asked: { scope } })),
  );
  assertEquals(granted, scope);
  const response = await send(metadata.userinfo_endpoint!, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  const claims = Object.keys(await response.json());
  assertEquals(claims.filter((name) => !metadata.claims_supported!.includes(name)), []);
});
