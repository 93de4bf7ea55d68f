/**
 * What another site can make a real browser do to a person who is signed in: forms that post themselves, images, frames,
 * requests of scripts, links. Two real sites over TLS, because browsers decide by the site what cookies go along.
 */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { formOf, openBrowser } from "../support/browser.ts";
import { makeCertificate } from "../support/certificate.ts";
import { launchProfile } from "../support/chromium.ts";
import { authorizeUrl, codeIn, redeem } from "../support/flow.ts";
import { startRelyingParty } from "../support/rp.ts";
import { changePolicy, registerClient, registerPerson, startServer } from "../support/server.ts";
import { signIn } from "./steps.ts";

const folder = await Deno.makeTempDir({ prefix: "latchkey-cross-site-" });
const certificate = await makeCertificate(folder);
const server = await startServer({ tls: certificate, env: { LATCHKEY_LOG: "json" } }), { issuer } = server;
// The app's site is also the attacker's: what matters is that it is not ours.
const elsewhere = startRelyingParty("127.0.0.1", {
  cert: await Deno.readTextFile(certificate.cert),
  key: await Deno.readTextFile(certificate.key),
});
const client = await registerClient(server, { redirect_uris: [elsewhere.redirect_uri] });
const victim = await registerPerson(server, "victim"), attacker = await registerPerson(server, "attacker");
// What makes the most cookies go to other sites: none of them may be of any use there.
await changePolicy(server, { session_management: true, embedded_sign_in: true });
const context = await launchProfile(`${folder}/profile`);
context.setDefaultTimeout(15_000);

Deno.test.afterAll(async () => {
  await context.close();
  await elsewhere[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

/** An app that nobody has allowed anything yet. */
const newcomer = () =>
  registerClient(server, { client_name: "Never Seen Before", redirect_uris: [elsewhere.redirect_uri] });

/** Does something in a browser in which nobody has been yet. */
async function inFreshBrowser(act: (page: Page) => Promise<void>): Promise<void> {
  await context.clearCookies();
  await act(await context.newPage());
  await Promise.all(context.pages().slice(1).map((page) => page.close()));
}

/** Signs the victim in to the app. @returns the ID token, which the app's site so knows. */
async function signedIn(page: Page): Promise<string> {
  await page.goto(authorizeUrl(issuer, client).href);
  await signIn(page, victim);
  const allow = page.getByRole("button", { name: "Allow" });
  const back = page.getByRole("heading", { name: "Back at the app" });
  await allow.or(back).waitFor();
  if (await allow.isVisible()) await allow.click();
  await back.waitFor();
  const { id_token } = await redeem(server.send, client, codeIn(new URL(page.url())));
  assert(id_token);
  return id_token;
}

/** Who is signed in in the browser, as a silent request of the app finds it. */
async function whoIsSignedIn(): Promise<string | undefined> {
  const page = await context.newPage();
  await page.goto(authorizeUrl(issuer, client, { prompt: "none" }).href);
  const { id_token } = await redeem(server.send, client, codeIn(new URL(page.url())));
  await page.close();
  return id_token && JSON.parse(atob(id_token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/"))).sub;
}

/** Our cookies in the browser. */
const cookiesNow = async (): Promise<readonly string[]> =>
  (await context.cookies(issuer)).map(({ name, value }) => `${name}=${value}`).sort();

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** A page of the other site, with a form that posts itself. */
const postingPage = (action: string, fields: Readonly<Record<string, string>>, target = "_self") =>
  `<!doctype html><title>Elsewhere</title><iframe name="hidden"></iframe>
  <form method="post" action="${action}" target="${target}">${
    Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${escape(value)}">`).join("")
  }</form><script>document.forms[0].submit()</script>`;

/** What the server answered to requests for a path, by its own log: status, and why where it refused. */
function answersTo(method: string, path: string): readonly string[] {
  const lines = server.process.output.map((line) => JSON.parse(line)).filter((line) => line.path === path);
  const why = new Map(
    lines.filter(({ event }) => event === "refused").map((line) => [line.request_id, line.why]),
  );
  return lines.filter((line) => line.event === "request" && line.method === method)
    .map(({ status, request_id }) => `${status} ${why.get(request_id) ?? ""}`.trim());
}

/**
 * Opens a page of the other site and waits until the server has answered what it makes the browser ask of us.
 *
 * @returns the answer, which the browser may keep from the page.
 */
async function asked(
  html: string,
  [method, path]: readonly [string, string],
): Promise<string> {
  const before = answersTo(method, path).length, deadline = performance.now() + 60_000;
  const page = await context.newPage();
  // The page may leave for ours before it has loaded, which is no fault here.
  const gone = page.goto(elsewhere.serve("/elsewhere", html)).catch(() => {});
  while (answersTo(method, path).length === before) {
    assert(performance.now() < deadline, `${method} ${path} was never asked for`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await gone;
  return answersTo(method, path).at(-1)!;
}

/** Has a page of the other site post a form to us: refused for where it comes from. */
async function assertForeign(html: string, path: string): Promise<void> {
  assertEquals(await asked(html, ["POST", path]), "403 form.foreign");
}

/** The attacker's own sign-in page, as far as its form goes: with the tokens that are his. */
async function attackersForm(address: string | URL): Promise<Readonly<Record<string, string>>> {
  const { html } = await openBrowser(issuer, server.send).open(address);
  const { username, password } = attacker;
  return { ...formOf(html).fields, username, password };
}

/** The hidden fields of the form that the victim looks at. */
const fieldsOn = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(`Object.fromEntries(new FormData(document.forms[0]))`);

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
