/**
 * A person's browser, our site, and another site whose pages make the browser ask things of ours. Two real sites over TLS,
 * because browsers decide by the site what cookies go along.
 */
import { assert, assertEquals } from "@std/assert";
import type { BrowserContext, Page } from "playwright-core";
import { makeCertificate } from "../support/certificate.ts";
import { launchProfile } from "../support/chromium.ts";
import { authorizeUrl, codeIn, redeem } from "../support/flow.ts";
import { type OidcUpstream, startOidcUpstream } from "../support/oidc_upstream.ts";
import type { TestClient, TestPerson } from "../support/provider.ts";
import { type RelyingParty, startRelyingParty } from "../support/rp.ts";
import {
  changePolicy,
  registerClient,
  registerPerson,
  startServer,
  type TestServer,
} from "../support/server.ts";
import { signIn } from "./steps.ts";

const folder = await Deno.makeTempDir({ prefix: "latchkey-cross-site-" });
const certificate = await makeCertificate(folder);
/** A server of somebody else's that people may sign in with, on the other site as well. */
export const upstream: OidcUpstream = await startOidcUpstream({ hostname: "127.0.0.1", redirect_uris: [] });
/** The server under attack. */
export const server: TestServer = await startServer({
  tls: certificate,
  env: { LATCHKEY_LOG: "json", LATCHKEY_FETCH_ALLOW: upstream.host },
});
export const issuer: string = server.issuer;
/** The app's site, which is also the attacker's: what matters is that it is not ours. */
export const elsewhere: RelyingParty = startRelyingParty("127.0.0.1", {
  cert: await Deno.readTextFile(certificate.cert),
  key: await Deno.readTextFile(certificate.key),
});
export const client: TestClient = await registerClient(server, { redirect_uris: [elsewhere.redirect_uri] });
export const victim: TestPerson = await registerPerson(server, "victim");
export const attacker: TestPerson = await registerPerson(server, "attacker");
// What makes the most cookies go to other sites: none of them may be of any use there.
await changePolicy(server, { session_management: true, embedded_sign_in: true });
/** The browser; whose it is at the moment, its cookies say. */
export const context: BrowserContext = await launchProfile(`${folder}/profile`);
context.setDefaultTimeout(30_000);

Deno.test.afterAll(async () => {
  await context.close();
  await elsewhere[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

/** Does something in a browser in which nobody has been yet. */
export async function inFreshBrowser(act: (page: Page) => Promise<void>): Promise<void> {
  await context.clearCookies();
  await act(await context.newPage());
  await Promise.all(context.pages().slice(1).map((page) => page.close()));
}

/** Signs the victim in to the app. @returns the ID token, which the app's site so knows. */
export async function signedIn(page: Page): Promise<string> {
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
export async function whoIsSignedIn(): Promise<string | undefined> {
  const page = await context.newPage();
  await page.goto(authorizeUrl(issuer, client, { prompt: "none" }).href);
  const { id_token } = await redeem(server.send, client, codeIn(new URL(page.url())));
  await page.close();
  return id_token && JSON.parse(atob(id_token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/"))).sub;
}

/** Our cookies in the browser. */
export const cookiesNow = async (): Promise<readonly string[]> =>
  (await context.cookies(issuer)).map(({ name, value }) => `${name}=${value}`).sort();

/** A text as the value of an attribute. */
export const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** A page of the other site, with a form that posts itself. */
export const postingPage = (
  action: string,
  fields: Readonly<Record<string, string>>,
  target = "_self",
): string =>
  `<!doctype html><title>Elsewhere</title><iframe name="hidden"></iframe>
  <form method="post" action="${action}" target="${target}">${
    Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${escape(value)}">`).join("")
  }</form><script>document.forms[0].submit()</script>`;

/** What the server answered to requests for a path, by its own log: status, and why where it refused. */
export function answersTo(method: string, path: string): readonly string[] {
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
export async function asked(
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
export async function assertForeign(html: string, path: string): Promise<void> {
  assertEquals(await asked(html, ["POST", path]), "403 form.foreign");
}

/** The hidden fields of the form that the victim looks at. */
export const fieldsOn = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(`Object.fromEntries(new FormData(document.forms[0]))`);
