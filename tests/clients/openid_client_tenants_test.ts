/** Tenants over a real socket, as applications with openid-client see them: under a path, and under a host behind a proxy that ends TLS. */
import { assert, assertEquals } from "@std/assert";
import { request } from "node:http";
import * as openid from "openid-client";
import { openBrowser } from "../support/browser.ts";
import type { Send } from "../support/provider.ts";
import { visitAs } from "../support/rp.ts";
import { admin, registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

/** Passes a request on as a proxy does: to the server's socket, with the Host that it came with. */
const pass = (url: URL, init: RequestInit = {}): Promise<Response> =>
  new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), host: url.host };
    const path = url.pathname + url.search, method = init.method ?? "GET";
    const sent = request({ host: "127.0.0.1", port: server.port, path, method, headers }, (answer) => {
      const parts: Uint8Array[] = [], told = new Headers();
      for (let at = 0; at < answer.rawHeaders.length; at += 2) {
        told.append(answer.rawHeaders[at]!, answer.rawHeaders[at + 1]!);
      }
      answer.on("data", (part) => parts.push(part)).on("error", reject).on("end", async () => {
        const body = await new Blob(parts as BlobPart[]).arrayBuffer();
        resolve(
          new Response(body.byteLength > 0 ? body : null, { status: answer.statusCode!, headers: told }),
        );
      });
    });
    sent.on("error", reject).end(
      init.body === undefined || init.body === null ? undefined : String(init.body),
    );
  });

/** Makes a tenant, and waits until the server knows its host. @returns a place where clients and people are made. */
async function openTenant(members: Readonly<Record<string, unknown>>) {
  const { issuer } = await admin(server, ["POST", "/tenants", members], 201) as { readonly issuer: string };
  const send: Send = (address, init) =>
    pass(new URL(typeof address === "string" && address.startsWith("/") ? issuer + address : address), init);
  const deadline = Date.now() + 20_000;
  let told: string;
  do told = (await (await send("/.well-known/openid-configuration")).json()).issuer; while (
    told !== issuer && Date.now() < deadline
  );
  assertEquals(told, issuer);
  return { ...server, issuer, send };
}

const tenants = {
  "a path": { slug: "acme" },
  "a host name": { slug: "hosted", host: "id.acme.example" },
} as const;

for (const [what, members] of Object.entries(tenants)) {
  Deno.test(`openid-client discovers a tenant under ${what} of its own and signs people of it in (OpenID Connect Discovery section 4.1, RFC 8414 section 3.1)`, async () => {
    const place = await openTenant(members), { issuer, send } = place;
    const client = await registerClient(place), ada = await registerPerson(place);
    for (const algorithm of ["oidc", "oauth2"] as const) {
      const config = await openid.discovery(
        new URL(issuer),
        client.client_id,
        undefined,
        openid.ClientSecretBasic(client.client_secret),
        {
          algorithm,
          execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
          [openid.customFetch]: (url, init) => pass(new URL(url), init as RequestInit),
        },
      );
      const checks = {
        pkceCodeVerifier: openid.randomPKCECodeVerifier(),
        expectedState: openid.randomState(),
        expectedNonce: openid.randomNonce(),
      };
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: client.redirect_uri,
        scope: "openid profile offline_access",
        prompt: "consent",
        state: checks.expectedState,
        nonce: checks.expectedNonce,
        code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
        code_challenge_method: "S256",
      });
      const browser = openBrowser(issuer, send);
      const back = new URL((await visitAs(place, url, { person: ada, browser })).url);
      const tokens = await openid.authorizationCodeGrant(config, back, checks);
      assertEquals([tokens.claims()?.iss, tokens.claims()?.sub], [issuer, ada.sub]);
      const secure = issuer.startsWith("https:");
      assert([...browser.cookies.keys()].every((name) => name.startsWith("__Host-") === secure));
      const person = await openid.fetchUserInfo(config, tokens.access_token, ada.sub);
      assertEquals(person.name, "Ada Lovelace");
      const next = await openid.refreshTokenGrant(config, tokens.refresh_token!);
      assertEquals((await openid.tokenIntrospection(config, next.access_token)).active, true);
      await openid.tokenRevocation(config, next.refresh_token!);
      assertEquals((await openid.tokenIntrospection(config, next.access_token)).active, false);
      const out = await browser.open(openid.buildEndSessionUrl(config, { id_token_hint: tokens.id_token! }));
      assertEquals([out.status, out.url.startsWith(`${issuer}/oauth2/end_session?`)], [200, true]);
    }
  });
}
