import { assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { formOf, openBrowser } from "../../support/browser.ts";
import { authorizeUrl } from "../../support/flow.ts";
import { addClient, lastRefusal } from "../../support/provider.ts";
import { addUpstream } from "../../support/upstreams.ts";
import { openFakeBroker } from "../fake_broker.ts";

const broker = await openFakeBroker(), { provider, upstream } = broker, { issuer, send } = provider;
await addClient(provider);
await addClient(provider, { redirect_uris: ["https://open.example/callback"] }, { origin: "open" });

const start = `${issuer}/rp/authorize?idp=example`;
const open = () => openBrowser(issuer, send);
const flows = async () => (await provider.db.selectFrom("upstream_flow").select("digest").execute()).length;

for (const site of ["cross-site", "same-site", undefined]) {
  Deno.test(`whoever comes from ${site ?? "an unknown place"} is asked for one click first (login CSRF)`, async () => {
    const before = await flows();
    const asked = await send(start, site === undefined ? {} : { headers: { "sec-fetch-site": site } });
    const html = await asked.text();
    assertEquals([asked.status, await flows()], [200, before]);
    assertStringIncludes(html, "Continue with The example?");
    assertStringIncludes(
      asked.headers.get("content-security-policy")!,
      `form-action 'self' ${upstream.issuer};`,
    );
    assertEquals(formOf(html).action, `${issuer}/rp/authorize`);
  });
}

for (const site of ["same-origin", "none"]) {
  Deno.test(`whoever comes from ${site} goes at once`, async () => {
    const sent = await send(start, { headers: { "sec-fetch-site": site } });
    assertEquals(sent.status, 303);
    assertStringIncludes(sent.headers.get("location")!, `${upstream.issuer}/authorize?`);
    const [cookie = ""] = sent.headers.getSetCookie();
    assertStringIncludes(cookie, "HttpOnly; SameSite=Lax");
    assertStringIncludes(cookie, "Max-Age=600");
  });
}

Deno.test("the form of another site, or without this browser's token, starts nothing (CSRF)", async () => {
  const browser = open(), asked = await browser.open(start), before = await flows();
  const elsewhere = await browser.submit(asked, {}, { origin: "https://evil.example" });
  assertEquals([elsewhere.status, lastRefusal(provider)], [403, "form.foreign"]);
  const forged = await browser.submit(asked, { csrf: "forged" });
  assertEquals([forged.status, lastRefusal(provider)], [403, "form.csrf"]);
  const foreign = await open().submit(asked, {});
  assertEquals([foreign.status, await flows()], [403, before]);
});

Deno.test("an interaction goes on at once in its own browser, and in no other", async () => {
  const client = await addClient(provider), browser = open();
  const { html } = await browser.open(authorizeUrl(issuer, client));
  const [, href = ""] = /href="([^"]*idp=example&[^"]*)"/.exec(html.replaceAll("&amp;", "&")) ?? [];
  const stranger = await open().open(href);
  assertEquals([stranger.status, lastRefusal(provider)], [403, "interaction.other_browser"]);
  assertStringIncludes((await browser.open(href)).url, upstream.issuer);
});

const elsewhere = [
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https://evil.example/",
  "https://app.example.evil.example/",
  "https://app.example@evil.example/",
  "https:/evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/\tevil",
  " /account",
  "account",
  "http://app.example/",
  "https://app.example:8443/",
  // Whoever registers a client openly could choose where people go.
  "https://open.example/",
];

for (const redirect_uri of elsewhere) {
  Deno.test(`nobody is sent to ${JSON.stringify(redirect_uri)} afterwards (open redirect, RFC 9700 section 4.11)`, async () => {
    const before = await flows();
    const refused = await send(`${start}&${new URLSearchParams({ redirect_uri })}`, {
      headers: { "sec-fetch-site": "same-origin" },
    });
    await refused.body?.cancel();
    assertEquals([refused.status, refused.headers.get("location")], [400, null]);
    assertEquals([lastRefusal(provider), await flows()], ["upstream.redirect_uri", before]);
  });
}

Deno.test("an upstream that there is not, or that has no name, is refused", async () => {
  for (const query of ["", "?idp=", "?idp=nobody", "?idp=%00"]) {
    const refused = await send(`/rp/authorize${query}`);
    await refused.body?.cancel();
    assertEquals([refused.status, refused.headers.has("location")], [400, false], query);
  }
});

const faults: Readonly<Record<string, unknown>> = {
  "that does not answer": undefined,
  "whose document is a page": "<html>",
  "whose document is another issuer's": { issuer: "https://other.example" },
  "whose document has no endpoints": { issuer: "https://faulty.example" },
  "whose document is huge": "x".repeat(200_000),
};

for (const [what, document] of Object.entries(faults)) {
  Deno.test(`an upstream ${what} is told kindly, and the other ways in still work`, async () => {
    const slug = `faulty-${Object.keys(faults).indexOf(what)}`, faulty = `https://${slug}.example`;
    await addUpstream(provider, { slug, issuer: faulty });
    if (document !== undefined) {
      const said = typeof document === "object" ? { ...document, issuer: faulty } : document;
      upstream.documents.at.set(
        `${faulty}/.well-known/openid-configuration`,
        what.includes("another") ? document : said,
      );
    }
    for (const site of ["same-origin", "cross-site"]) {
      const refused = await send(`/rp/authorize?idp=${slug}`, { headers: { "sec-fetch-site": site } });
      const html = await refused.text();
      assertEquals([refused.status, lastRefusal(provider)], [503, "upstream.metadata"]);
      assertStringIncludes(html, `We cannot reach The ${slug}`);
      assertStringIncludes(html, `href="${issuer}/login"`);
    }
    assertFalse((await open().open(`${issuer}/login`)).html === "");
  });
}

/** A sign-in that the upstream begins itself. */
const begun = (more: Readonly<Record<string, string>> = {}) => {
  const said = { idp: "example", iss: upstream.issuer, login_hint: "ada@there.example", ...more };
  return `${issuer}/rp/authorize?${new URLSearchParams(said)}`;
};

Deno.test("an upstream begins a sign-in with itself, and gets its hint back once the person has clicked (OpenID Connect Core section 4)", async () => {
  const browser = open(), asked = await browser.open(begun({ target_link_uri: `${issuer}/account` }));
  assertStringIncludes(asked.html, "Continue with The example?");
  const { fields } = formOf(asked.html);
  assertEquals([fields.login_hint, fields.redirect_uri], ["ada@there.example", "/account"]);
  const request = new URL((await browser.submit(asked, {})).url);
  assertEquals(request.origin, new URL(upstream.issuer).origin);
  assertEquals(request.searchParams.get("login_hint"), "ada@there.example");
});

Deno.test("a sign-in is begun by the upstream that is asked for, or not at all, and leads to no other site (OpenID Connect Core section 4)", async () => {
  const before = await flows();
  const other = await send(begun({ iss: "https://evil.example" }), { headers: { "sec-fetch-site": "none" } });
  assertEquals([other.status, lastRefusal(provider)], [400, "upstream.other_issuer"]);
  for (
    const target_link_uri of ["https://evil.example/", `${issuer}.evil.example/`, `${issuer}//evil.example/`]
  ) {
    const refused = await send(begun({ target_link_uri }), { headers: { "sec-fetch-site": "none" } });
    assertEquals([refused.status, lastRefusal(provider)], [400, "upstream.redirect_uri"], target_link_uri);
  }
  assertEquals(await flows(), before);
});

Deno.test("an upstream that begins a sign-in by a post is asked the same by a GET of ours, of which nothing else is taken (OpenID Connect Core section 4)", async () => {
  const before = await flows();
  const body = new URLSearchParams({
    iss: upstream.issuer,
    login_hint: "ada",
    csrf: "forged",
    interaction: "none",
  });
  const headers = { origin: upstream.issuer, "sec-fetch-site": "cross-site" };
  const sent = await send(start, { method: "POST", body, headers });
  assertEquals([sent.status, sent.headers.getSetCookie(), await flows()], [303, [], before]);
  const { pathname, searchParams } = new URL(sent.headers.get("location")!);
  assertEquals(pathname, "/rp/authorize");
  assertEquals(Object.fromEntries(searchParams), { idp: "example", iss: upstream.issuer, login_hint: "ada" });
});

Deno.test("one address may set out so often, so that nobody has us ask an upstream without end, and is told when to try again", async () => {
  const { db, time } = provider, key = "upstream_flow/203.0.113.7", before = await flows();
  await db.insertInto("throttle").values({ tenant: "default", key, level: 119, updated_at: time.now })
    .execute();
  const go = (address: string) =>
    send(start, { headers: { "sec-fetch-site": "none", "x-forwarded-for": address } });
  assertEquals([(await go("203.0.113.7")).status, await flows()], [303, before + 1]);
  const late = await go("203.0.113.7");
  assertEquals([late.status, late.headers.get("retry-after"), await flows()], [429, "1", before + 1]);
  assertEquals(lastRefusal(provider), "upstream.throttled");
  const html = await late.text();
  assertStringIncludes(html, "There were too many attempts. Please wait 1 minute and try again.");
  assertStringIncludes(html, `href="${issuer}/login"`);
  assertEquals((await go("203.0.113.8")).status, 303);
  time.now += 1;
  assertEquals((await go("203.0.113.7")).status, 303);
});
