import { assert, assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import type { Branding, TenantPolicy } from "../../src/domain/tenant_policy.ts";
import { openBrowser } from "../support/browser.ts";
import { documents } from "../support/documents.ts";
import { authorizeUrl } from "../support/flow.ts";
import { jpeg, png } from "../support/pictures.ts";
import { addClient, openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";
import { addTenant } from "../support/tenant.ts";
import { tagsOf } from "./pages_tags.ts";

const served = documents(), provider = await openProvider({ fetch: served.fetch });
const { issuer, send, time } = provider;
const client = await addClient(provider), day = 86_400;

const brand = (branding: Branding, more: TenantPolicy = {}) => setPolicy(provider, { branding, ...more });

/** What the sign-in page loads, by the tag and what the tag is for. */
async function loaded(address: string | URL = authorizeUrl(issuer, client)) {
  const { html, headers } = await openBrowser(issuer, send).open(address), tags = tagsOf(html);
  const links = (rel: string) =>
    tags.flatMap(({ attributes: { rel: is, href } }) => is === rel ? [href!] : []);
  const header = /<header>(.*?)<\/header>/s.exec(html)![1]!;
  return {
    html,
    headers,
    sheets: links("stylesheet"),
    icon: links("icon")[0],
    header,
    logo: tagsOf(header).find(({ name }) => name === "img")!.attributes,
  };
}

Deno.test("pages of a tenant without branding load the product's style sheet alone, and there are no others", async () => {
  await brand({});
  const { sheets, header, logo, html } = await loaded();
  assertEquals([sheets.length, logo.src], [1, "/assets/icon.svg"]);
  assertStringIncludes(header, "Latchkey");
  assertMatch(html, /<title>[^<]+ – Latchkey<\/title>/);
  for (const path of ["/branding/colours.css", "/branding/logo"]) {
    assertEquals((await send(path)).status, 404);
  }
});

Deno.test("a tenant's pages have its name, in the title too, without what would reorder them (UTR 36)", async () => {
  await brand({}, { display_name: "Ada\u202e & <Sons>" });
  const { header, html } = await loaded();
  assertStringIncludes(header, "<bdi>Ada &amp; &lt;Sons&gt;</bdi>");
  assertMatch(html, /<title>[^<]+ – Ada &amp; &lt;Sons&gt;<\/title>/);
  await brand({}, { display_name: "\u202e" });
  assertStringIncludes((await loaded()).header, "Latchkey");
});

Deno.test("a tenant's colour comes in a style sheet of its own, from this server, under the same policy", async () => {
  const before = await loaded();
  await brand({ accent_color: "#AA3366" });
  const { sheets, html, headers, logo } = await loaded(), [own, colours = ""] = sheets;
  assertEquals([sheets.length, own, logo.src], [2, before.sheets[0], "/assets/icon.svg"]);
  assertMatch(colours, /^\/branding\/colours\.css\?v=[\w-]{8}$/);
  assertEquals(html.includes("AA3366"), false);
  assertMatch(headers.get("content-security-policy")!, /style-src 'self'; img-src 'self';/);
  const sheet = await send(colours), css = await sheet.text();
  assertEquals([sheet.status, sheet.headers.get("content-type")], [200, "text/css; charset=utf-8"]);
  assert(css.length < 600, `${css.length}`);
  assertStringIncludes(css, "--edge: #AA3366;");
  await brand({ accent_color: "#336699" });
  assertNotEquals((await loaded()).sheets[1], colours);
});

Deno.test("the colours may be kept for an hour, and are not sent again to who has them (RFC 9110 section 13.1.2)", async () => {
  await brand({ accent_color: "#336699" });
  const first = await send("/branding/colours.css"), tag = first.headers.get("etag")!;
  assertEquals(first.headers.get("cache-control"), "public, max-age=3600");
  await first.body?.cancel();
  const again = await send("/branding/colours.css", { headers: { "if-none-match": tag } });
  assertEquals([again.status, await again.text()], [304, ""]);
  await brand({ accent_color: "#993366" });
  const other = await send("/branding/colours.css", { headers: { "if-none-match": tag } });
  assertEquals(other.status, 200);
  assertNotEquals(other.headers.get("etag"), tag);
  await other.body?.cancel();
});

let pictures = 0;

/** Gives the tenant a logo at an address of its own. */
async function withLogo(picture: unknown): Promise<string> {
  const logo_uri = `https://example.com/logo-${pictures++}.png`;
  if (picture !== undefined) served.at.set(logo_uri, picture);
  served.asked.length = 0;
  await brand({ logo_uri });
  return logo_uri;
}

async function logo() {
  const answer = await send("/branding/logo");
  return { status: answer.status, headers: answer.headers, body: new Uint8Array(await answer.arrayBuffer()) };
}

Deno.test("a tenant's logo is shown from this server in a place of fixed size, and no page names where it was fetched from", async () => {
  const logo_uri = await withLogo(png(4, 3)), page = await loaded();
  assertEquals(page.html.includes(logo_uri), false);
  assertMatch(page.logo.src!, /^\/branding\/logo\?v=[\w-]{8}$/);
  assertEquals([page.logo.width, page.logo.height, page.logo.alt], ["48", "48", ""]);
  assertEquals(page.icon, page.logo.src);
  const { status, headers, body } = await logo();
  assertEquals([status, headers.get("content-type"), body], [200, "image/png", png(4, 3)]);
  assertEquals(headers.get("content-security-policy"), "default-src 'none'; sandbox");
  assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
  assertMatch(headers.get("cache-control")!, /^public, max-age=\d+$/);
});

Deno.test("a tenant's logo is fetched once a day, however many ask at once", async () => {
  const logo_uri = await withLogo(png(4, 3));
  const answers = await Promise.all(Array.from({ length: 10 }, logo));
  assertEquals([answers.map(({ status }) => status), served.asked.length], [Array(10).fill(200), 1]);
  time.now += day - 1;
  await logo();
  assertEquals(served.asked.length, 1);
  served.at.set(logo_uri, jpeg);
  time.now += 1;
  assertEquals((await logo()).headers.get("content-type"), "image/jpeg");
  assertEquals(served.asked.length, 2);
});

Deno.test("a tenant's logo stays while its host is away, and another address is another logo", async () => {
  const logo_uri = await withLogo(png(4, 3));
  await logo();
  served.at.delete(logo_uri);
  time.now += day;
  assertEquals([(await logo()).status, (await logo()).status, served.asked.length], [200, 200, 2]);
  await withLogo(jpeg);
  assertEquals((await logo()).headers.get("content-type"), "image/jpeg");
  await withLogo(undefined);
  assertEquals((await logo()).status, 404);
});

for (
  const [what, document] of Object.entries({
    "an SVG": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a file that is too large": new Uint8Array(65_537),
    "nothing": undefined,
  })
) {
  Deno.test(`${what} is not shown as a tenant's logo, and not asked for again at once`, async () => {
    await withLogo(document);
    for (let i = 0; i < 5; i++) {
      const { status, headers } = await logo();
      assertEquals([status, headers.get("cache-control")], [404, "no-store"]);
    }
    assertEquals(served.asked.length, 1);
    time.now += 600;
    await logo();
    assertEquals(served.asked.length, 2);
  });
}

Deno.test("a tenant's branding is on its own pages and on no other tenant's", async () => {
  await brand({});
  const other = await addTenant(provider, "sons"), there = "https://sons.example/logo.png";
  served.at.set(there, png(4, 3));
  const branding = { accent_color: "#aa3366", logo_uri: there };
  await setPolicy(other, { branding, display_name: "Sons" });
  const page = await loaded(`${other.issuer}/login`);
  assertMatch(page.sheets[1]!, /^\/t\/sons\/branding\/colours\.css\?v=/);
  assertMatch(page.logo.src!, /^\/t\/sons\/branding\/logo\?v=/);
  for (const path of [page.sheets[1]!, page.logo.src!]) {
    assertEquals((await send(path)).status, 200);
    assertEquals((await send(path.replace("/t/sons", ""))).status, 404);
  }
  assertStringIncludes((await loaded()).header, "Latchkey");
});
