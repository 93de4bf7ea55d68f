import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeJwt } from "jose";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider(), { issuer, send } = provider;
const person = await addPerson(provider);
const uri = "https://app.example/logout?tenant=1";
const named = await addClient(provider, {
  frontchannel_logout_uri: uri,
  frontchannel_logout_session_required: true,
  post_logout_redirect_uris: ["https://app.example/bye"],
});
const plain = await addClient(provider, { frontchannel_logout_uri: "https://app.example/plain" });

async function signedIn(browser: TestBrowser) {
  const tokens = await redeem(
    send,
    named,
    codeIn(await authorizeAs(provider, named, person, { browser })),
  );
  assert(codeIn(await authorizeAs(provider, plain, person, { browser })));
  return tokens.id_token!;
}

const frames = (html: string) =>
  [...html.matchAll(/<iframe src="([^"]+)"/g)].map(([, src]) => src!.replaceAll("&amp;", "&")).toSorted();

Deno.test("the browser tells each app of the session, with issuer and sid where it wants them, and then goes on (OpenID Connect Front-Channel Logout section 2)", async () => {
  const browser = openBrowser(issuer, send), id_token_hint = await signedIn(browser);
  const query = new URLSearchParams({ id_token_hint, post_logout_redirect_uri: "https://app.example/bye" });
  const page = await browser.open(`/oauth2/end_session?${query}`);
  const { sid } = decodeJwt(id_token_hint);
  assertEquals(page.status, 200);
  const told = new URLSearchParams({ tenant: "1", iss: issuer, sid: String(sid) });
  assertEquals(frames(page.html), [`https://app.example/logout?${told}`, "https://app.example/plain"]);
  assertStringIncludes(page.headers.get("content-security-policy")!, "frame-src https://app.example;");
  assertStringIncludes(page.html, 'http-equiv="refresh" content="3;url=https://app.example/bye"');
  assertStringIncludes(page.html, '<a class="button" href="https://app.example/bye"');
  assertEquals((await browser.open("/account")).url, `${issuer}/login`);
});

Deno.test("an app's page in a frame cannot lead the person away, open a window or start a download", async () => {
  const browser = openBrowser(issuer, send), id_token_hint = await signedIn(browser);
  const { html } = await browser.open(`/oauth2/end_session?${new URLSearchParams({ id_token_hint })}`);
  const allowed = [...html.matchAll(/<iframe [^>]*>/g)].map(([tag]) => / sandbox="([^"]*)"/.exec(tag)?.[1]);
  assertEquals(allowed, Array(2).fill("allow-scripts allow-same-origin"));
});

Deno.test("signing out at the account page tells the apps too (OpenID Connect Front-Channel Logout section 2)", async () => {
  const browser = openBrowser(issuer, send);
  await signedIn(browser);
  const page = await browser.open("/account");
  const forms = page.html.slice(page.html.lastIndexOf("<form"));
  const out = await browser.submit({ ...page, html: forms }, { sign_out: "this" });
  assertEquals(frames(out.html).length, 2);
});

Deno.test("a page that tells nobody holds no frames", async () => {
  const page = await openBrowser(issuer, send).open("/oauth2/end_session");
  assertEquals(frames(page.html), []);
  assert(!page.headers.get("content-security-policy")!.includes("frame-src"));
});
