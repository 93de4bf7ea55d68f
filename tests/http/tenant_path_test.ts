import { assertEquals } from "@std/assert";
import { isTenantHost } from "../../src/domain/tenant.ts";
import { readTenantPath } from "../../src/http/tenant_path.ts";
import { openProvider } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";

const server = await openProvider(), { issuer, send } = server;
const host = "id.acme.example";
await addTenant(server, "acme");
await addTenant(server, "hosted", { host });

/** Every other way to write the path of the tenant acme. */
const misspelled = [
  "/t/A",
  "/t/Acme",
  "/t/ACME",
  "/t/%61cme",
  "/t/acm%65",
  "/t/acme%2F",
  "/t/acme%00",
  "/t/acme%0A",
  "/t/acme%20",
  "/t/acme%3F",
  "/t/acme%23",
  "/t%2Facme",
  "/%74/acme",
  "/%2Ft/acme",
  "//t/acme",
  "/t//acme",
  "/t/acme/",
  "/t/acme//",
  "/t/acme;v=1",
  "/t/acme,",
  "/t/acme.",
  "/t/acme_",
  "/t/acme+",
  "/t/acme~",
  "/t/acme:80",
  "/t/@acme",
  "/t/*",
  "/t/acmé",
  "/t/ａｃｍｅ",
  "/T/acme",
  "/x/t/acme",
  "/t/acme/t/acme",
  "/t/nobody",
  "/t/hosted",
  "/t/default",
  `/t/${"a".repeat(41)}`,
  "/t",
  "/t/",
];

/** The path of every document and of one page, one endpoint and one asset. */
const beneath = [
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
  "/oauth2/jwks.json",
  "/rp/jwks.json",
  "/login",
  "/assets/icon.svg",
];

Deno.test("what only looks like a tenant's path is nobody's, without a redirect (RFC 3986 section 6.2.2)", async () => {
  for (const path of misspelled) {
    for (const tail of ["", ...beneath]) {
      const { status, headers } = await send(issuer + path + tail);
      assertEquals([path + tail, status, headers.get("location")], [path + tail, 404, null]);
    }
  }
  for (const tail of beneath) assertEquals((await send(`${issuer}/t/acme${tail}`)).status, 200, tail);
  assertEquals((await send(`${issuer}/t/acme`)).status, 200);
});

/** Every other way to ask for the metadata of the tenant acme. */
const misspelledDocuments = [
  "/.well-known/openid-configuration/",
  "/.well-known/openid-configuration/t/acme/",
  "/.well-known/openid-configuration/t/Acme",
  "/.well-known/openid-configuration/t/%61cme",
  "/.well-known/openid-configuration/t//acme",
  "/.well-known/openid-configuration//t/acme",
  "/.well-known/openid-configuration/t/nobody",
  "/.well-known/openid-configuration/t/hosted",
  "/.well-known/openid-configuration/t/",
  "/.well-known/openid-configuration/acme",
  "/.well-known/openid%2Dconfiguration",
  "/.well-known/openid%2Dconfiguration/t/acme",
  "/.well-known/openid-configuration%2Ft%2Facme",
  "/.Well-Known/openid-configuration/t/acme",
  "//.well-known/openid-configuration/t/acme",
  "/.well-known//openid-configuration/t/acme",
  "/.well-known/oauth-authorization-server/",
  "/.well-known/oauth-authorization-server/t/acme/",
  "/.well-known/oauth-authorization-server/t/ACME",
  "/.well-known/oauth-authorization-server/t/acm%65",
  "/.well-known/oauth-authorization-server;x/t/acme",
  "/.well-known/oauth-authorization-server/t/acme/.well-known/openid-configuration",
  "/.well-known/jwks.json/t/acme",
  "/.well-known/t/acme",
  "/.well-known/t/acme/openid-configuration",
  "/t/acme/.well-known/openid-configuration/",
  "/t/acme/.well-known/openid-configuration/t/acme",
  "/t/acme/.well-known/openid%2Dconfiguration",
  "/t/acme/.well-known/OpenID-Configuration",
  "/t/acme/.well-known%2Fopenid-configuration",
];

Deno.test("metadata is where Discovery section 4 and RFC 8414 section 3.1 look for it, and under no other spelling", async () => {
  for (const path of misspelledDocuments) {
    const { status, headers } = await send(issuer + path);
    assertEquals([path, status, headers.get("location")], [path, 404, null]);
  }
});

Deno.test("a tenant's metadata is the same bytes at each of its four places (RFC 8414 section 3.1)", async () => {
  const places = [
    "/t/acme/.well-known/openid-configuration",
    "/t/acme/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration/t/acme",
    "/.well-known/oauth-authorization-server/t/acme",
  ];
  const texts = await Promise.all(places.map(async (path) => await (await send(issuer + path)).text()));
  assertEquals(new Set(texts).size, 1);
  assertEquals(JSON.parse(texts[0]!).issuer, `${issuer}/t/acme`);
});

Deno.test("a tenant's page that is asked for under another of our names leads to the same page at its issuer, and nobody's page nowhere", async () => {
  const { status, headers } = await send("http://127.0.0.1:8080/t/acme/login?interaction=x");
  assertEquals([status, headers.get("location")], [308, `${issuer}/t/acme/login?interaction=x`]);
  const nobody = await send("http://127.0.0.1:8080/t/nobody/login");
  assertEquals([nobody.status, nobody.headers.get("location")], [404, null]);
});

Deno.test("the path under a tenant is as it came, with its escapes and without its query", () => {
  const read = (path: string) => readTenantPath({ url: `https://id.example${path}` });
  assertEquals(read("/t/acme/x%2Fy?a=/t/b"), { slug: "acme", path: "/x%2Fy" });
  assertEquals(read("/t/acme?a"), { slug: "acme", path: "/" });
  assertEquals(read("/t/acme//x"), { slug: "acme", path: "//x" });
  assertEquals(read("/a?b=/t/acme"), { slug: undefined, path: "/a" });
  assertEquals(read(""), { slug: undefined, path: "/" });
});

Deno.test("a tenant with a host name answers there alone, and nobody else does (OpenID Connect Discovery section 4.3)", async () => {
  const own = await (await send(`https://${host}/.well-known/openid-configuration`)).json();
  assertEquals([own.issuer, own.token_endpoint], [`https://${host}`, `https://${host}/oauth2/token`]);
  // What a proxy passes on that ends TLS.
  assertEquals(
    (await (await send(`http://${host}/.well-known/openid-configuration`)).json()).issuer,
    own.issuer,
  );
  const nobodys = [
    `https://${host}/t/hosted/.well-known/openid-configuration`,
    `https://${host}/t/acme/.well-known/openid-configuration`,
    `https://${host}/.well-known/openid-configuration/t/hosted`,
    `https://${host}/.well-known/openid-configuration/t/acme`,
  ];
  for (const address of nobodys) assertEquals((await send(address)).status, 404, address);
  for (const other of [`${host}:8443`, `x.${host}`, "acme.example", "other.example"]) {
    const { issuer: there } = await (await send(`https://${other}/.well-known/openid-configuration`)).json();
    assertEquals(there, issuer, other);
  }
});

Deno.test("a host name is one that DNS gives and an address keeps as it is (RFC 1123 section 2.1)", () => {
  const good = [
    "id.acme.example",
    "a.b",
    "id.acme.example:8443",
    "xn--bcher-kva.example",
    `${"a".repeat(63)}.example`,
  ];
  const bad = [
    "",
    "a",
    "localhost",
    "localhost:8443",
    "127.0.0.1",
    "127.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "::1",
    "ID.acme.example",
    "id.acme.example.",
    ".acme.example",
    "id..example",
    "-id.example",
    "id-.example",
    "id_x.example",
    "id.example:443",
    "id.example:0443",
    "id.example:",
    "id.example:0",
    "id.example:65536",
    "id.example:99999",
    "id.example/",
    "id.example/t/a",
    "id.example?",
    "id.example#",
    "https://id.example",
    "user@id.example",
    "id.example ",
    " id.example",
    "id.example\n",
    "bücher.example",
    "ｉd.example",
    "id%2eexample",
    "*.example",
    "id.example,b.example",
    "id.1",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}example`,
  ];
  assertEquals(good.filter((text) => !isTenantHost(text)), []);
  assertEquals(bad.filter(isTenantHost), []);
});
