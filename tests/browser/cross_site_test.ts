/** Sign-in, consent, frames and sign-out, attacked by pages of another site in a real browser. */
import { assert, assertEquals } from "@std/assert";
import { formOf, openBrowser } from "../support/browser.ts";
import { authorizeUrl, codeIn } from "../support/flow.ts";
import { registerClient } from "../support/server.ts";
import {
  asked,
  assertForeign,
  attacker,
  client,
  cookiesNow,
  elsewhere,
  escape,
  fieldsOn,
  inFreshBrowser,
  issuer,
  postingPage,
  server,
  signedIn,
  victim,
  whoIsSignedIn,
} from "./cross_site.ts";
import { signIn } from "./steps.ts";

/** An app that nobody has allowed anything yet. */
const newcomer = () =>
  registerClient(server, { client_name: "Never Seen Before", redirect_uris: [elsewhere.redirect_uri] });

/** The attacker's own sign-in page, as far as its form goes: with the tokens that are his. */
async function attackersForm(address: string | URL): Promise<Readonly<Record<string, string>>> {
  const { html } = await openBrowser(issuer, server.send).open(address);
  const { username, password } = attacker;
  return { ...formOf(html).fields, username, password };
}

Deno.test("login CSRF: another site's page cannot sign a browser in as somebody else, with or without an app (RFC 9700 section 4.7)", async () => {
  await inFreshBrowser(async (page) => {
    await page.goto(`${issuer}/login`);
    const own = await fieldsOn(page), { username, password } = attacker;
    const forms = {
      "of the attacker's interaction": await attackersForm(authorizeUrl(issuer, client)),
      "of the attacker's sign-in without an app": await attackersForm("/login"),
      "with the token that this browser holds": { ...own, username, password },
    };
    const before = await cookiesNow();
    for (const fields of Object.values(forms)) {
      for (const target of ["_self", "hidden"]) {
        await assertForeign(postingPage(`${issuer}/login`, fields, target), "/login");
      }
    }
    assertEquals(await cookiesNow(), before);
    assertEquals(await whoIsSignedIn(), undefined);
    // From our own page the third of them is what signs in.
    await page.goto(`${issuer}/login`);
    await signIn(page, attacker);
    await page.waitForURL(`${issuer}/account*`);
    assertEquals((await cookiesNow()).filter((cookie) => cookie.includes("lk_br_default=")).length, 1);
  });
});

Deno.test("login CSRF: a browser in which somebody is signed in stays theirs (RFC 9700 section 4.7)", async () => {
  await inFreshBrowser(async (page) => {
    await signedIn(page);
    const theirs = openBrowser(issuer, server.send);
    const started = await theirs.open(authorizeUrl(issuer, client));
    const { username, password } = attacker, before = await cookiesNow();
    const fields = { ...formOf(started.html).fields, username, password };
    await assertForeign(postingPage(`${issuer}/login`, fields), "/login");
    // The attacker's interaction as a link: before he signed in, and after.
    for (const visit of [started, await theirs.submit(started, { username, password })]) {
      for (const path of ["/login", "/consent"]) {
        const link = new URL(visit.url.includes("interaction=") ? visit.url : started.url);
        link.pathname = path;
        const opened = await page.goto(link.href);
        assertEquals([opened?.status(), await page.locator("form").count()], [403, 0]);
      }
    }
    assertEquals(await cookiesNow(), before);
    assertEquals(await whoIsSignedIn(), victim.sub);
  });
});

Deno.test("consent CSRF: another site's page cannot allow an app, though it knows every field of the form (RFC 9700 section 4.7)", async () => {
  await inFreshBrowser(async (page) => {
    await signedIn(page);
    const stranger = await newcomer();
    await page.goto(authorizeUrl(issuer, stranger).href);
    await page.getByRole("button", { name: "Allow" }).waitFor();
    const consent = page.url(), fields = { ...await fieldsOn(page), decision: "allow" };
    const came = elsewhere.arrivals.length, before = await cookiesNow();
    for (const target of ["_self", "hidden"]) {
      for (const path of ["/consent", "/login"]) {
        await assertForeign(postingPage(issuer + path, fields, target), path);
      }
    }
    const script = `<!doctype html><script>fetch("${issuer}/consent", {
      method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams(${
      JSON.stringify(fields)
    }),
    })</script>`;
    await assertForeign(script, "/consent");
    assertEquals([elsewhere.arrivals.length, await cookiesNow()], [came, before]);
    await page.goto(authorizeUrl(issuer, stranger, { prompt: "none" }).href);
    assertEquals(new URL(page.url()).searchParams.get("error"), "consent_required");
    // Pressed on our own page, the same form allows.
    await page.goto(consent);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByRole("heading", { name: "Back at the app" }).waitFor();
    assert(codeIn(new URL(page.url())));
  });
});

Deno.test("framed consent: no page of ours shows in a frame of another site, so nobody is led to press a button unseen (RFC 9700 section 4.16)", async () => {
  await inFreshBrowser(async (page) => {
    await signedIn(page);
    const stranger = await newcomer();
    await page.goto(authorizeUrl(issuer, stranger).href);
    await page.getByRole("button", { name: "Allow" }).waitFor();
    const framed = [
      page.url(),
      authorizeUrl(issuer, stranger).href,
      `${issuer}/login`,
      `${issuer}/account`,
      `${issuer}/oauth2/end_session`,
    ];
    const own = elsewhere.serve("/harmless", "<!doctype html><title>Harmless</title><form></form>");
    const before = await cookiesNow();
    for (const how of ["iframe", "embed", "object"]) {
      const tags = [...framed, own].map((address) =>
        `<${how} ${how === "object" ? "data" : "src"}="${escape(address)}" type="text/html"></${how}>`
      );
      await page.goto(elsewhere.serve("/frames", `<!doctype html><title>Frames</title>${tags.join("")}`));
      const shown = page.frames().map((frame) => frame.url());
      // What may be framed shows: the other site's own page.
      assertEquals(shown.filter((url) => url === own).length, 1, JSON.stringify([how, shown]));
      assert(shown.every((url) => !url.startsWith(issuer)), JSON.stringify([how, shown]));
    }
    const kept = (await cookiesNow()).filter((cookie) => !cookie.includes("lk_ps_"));
    assertEquals(kept, before.filter((cookie) => !cookie.includes("lk_ps_")));
  });
});

Deno.test("logout by an image: nothing that another site's page loads signs anybody out, though it has the ID token (OpenID Connect RP-Initiated Logout section 7)", async () => {
  await inFreshBrowser(async (page) => {
    const id_token_hint = await signedIn(page), before = await cookiesNow();
    const path = `/oauth2/end_session?${new URLSearchParams({ id_token_hint })}`,
      address = escape(issuer + path);
    const loaded: Readonly<Record<string, string>> = {
      "an image": `<img src="${address}">`,
      "a frame": `<iframe src="${address}"></iframe>`,
      "a style sheet": `<link rel="stylesheet" href="${address}">`,
      "a script": `<script src="${address}"></script>`,
      "a request of a script":
        `<script>fetch("${issuer}${path}", { mode: "no-cors", credentials: "include" })</script>`,
      "a video": `<video src="${address}" autoplay muted></video>`,
    };
    for (const [what, html] of Object.entries(loaded)) {
      const answer = await asked(`<!doctype html><title>Elsewhere</title>${html}`, [
        "GET",
        "/oauth2/end_session",
      ]);
      assertEquals([what, answer], [what, "200"]);
      assertEquals([what, await cookiesNow()], [what, before]);
    }
    for (const target of ["_self", "hidden"]) {
      await assertForeign(
        postingPage(`${issuer}/sign-out`, { decision: "sign_out" }, target),
        "/sign-out",
      );
      await assertForeign(postingPage(`${issuer}/account`, { sign_out: "all" }, target), "/account");
    }
    // A link without the ID token asks first.
    await page.goto(
      elsewhere.serve("/link", `<!doctype html><a href="${issuer}/oauth2/end_session">Win</a>`),
    );
    await page.getByRole("link").click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    assertEquals(await cookiesNow(), before);
    assertEquals(await whoIsSignedIn(), victim.sub);
    // Followed by the person, the app's own request does what the image could not.
    await page.goto(issuer + path);
    await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    assertEquals(await whoIsSignedIn(), undefined);
  });
});
