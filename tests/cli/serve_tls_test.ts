/** The server with a certificate of its own. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";

Deno.test("with a certificate the server speaks https, and its cookies are bound to it (RFC 6265bis section 4.1.3)", async () => {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-tls-" });
  try {
    await using server = await startServer({ tls: await makeCertificate(folder) });
    assertMatch(server.issuer, /^https:/);
    const cookies: string[] = [];
    const send: typeof server.send = async (address, init) => {
      const response = await server.send(address, init);
      assertMatch(response.headers.get("strict-transport-security") ?? "", /^max-age=\d{8}/);
      cookies.push(...response.headers.getSetCookie());
      return response;
    };
    const client = await registerClient(server, { redirect_uris: ["https://app.example/callback"] });
    const person = await registerPerson(server), browser = openBrowser(server.issuer, send);
    const back = await authorizeAs({ issuer: server.issuer, send }, client, person, { browser });
    const tokens = await redeem(send, client, codeIn(back));
    assertEquals(tokens.status, 200, JSON.stringify(tokens));
    assertEquals(back.searchParams.get("iss"), server.issuer);
    assertEquals(
      new Set(cookies.map((cookie) => cookie.slice(0, 12))),
      new Set(["__Host-lk_br", "__Host-lk_ia"]),
    );
    for (const cookie of cookies) {
      const attributes = cookie.toLowerCase().split("; ").slice(1);
      for (const wanted of ["path=/", "httponly", "secure", "samesite=lax"]) {
        assert(attributes.includes(wanted), cookie);
      }
      assert(!attributes.some((attribute) => attribute.startsWith("domain")), cookie);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
