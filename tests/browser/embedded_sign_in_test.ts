// Cross-site request forgery and clickjacking, where browsers send a session cookie to frames of other sites.
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Response } from "playwright-core";
import { routes } from "../../src/http/routes.ts";
import { makeCertificate } from "../support/certificate.ts";
import { launchProfile } from "../support/chromium.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startRelyingParty } from "../support/rp.ts";
import { changePolicy, registerClient, registerPerson, startServer } from "../support/server.ts";
import { press, signIn } from "./steps.ts";

/** What somebody else's page would like to be taken for an answer of a form of ours. */
const wishes = {
  sign_out: "all",
  end_others: "",
  decision: "allow",
  username: "ada",
  password: "stolen password",
  old_password: "correct horse ada",
  new_password: "stolen password",
};

const inputs = Object.entries(wishes).map(([name, value]) => `<input name="${name}" value="${value}">`).join(
  "",
);

/** A form into a frame of its own. */
const form = (action: string, at: number) =>
  `<iframe name="f${at}"></iframe><form target="f${at}" method="post" action="${action}">${inputs}</form>`;

/** A page with a form for every path of ours that takes one, and a frame around a page of ours. */
const page = (actions: readonly string[], framed: string) =>
  `<!doctype html><html lang="en"><title>Evil</title>${
    actions.map(form).join("")
  }<iframe src="${framed}"></iframe></html>`;

Deno.test("with a session cookie that frames get, no form of another site does anything, in a frame or a window, and no page of ours stands in its frame (RFC 9700 section 4.7 and 4.16)", async () => {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-evil-" });
  await using server = await startServer({ tls: await makeCertificate(folder) });
  await using evil = startRelyingParty("127.0.0.1");
  await changePolicy(server, { embedded_sign_in: true });
  const client = await registerClient(server, { redirect_uris: [evil.redirect_uri] });
  const person = await registerPerson(server), account = `${server.issuer}/account`;
  const paths = routes.filter(({ reader, methods }) => reader === "page" && methods.POST).map(({ path }) =>
    path
  );
  assert(["/login", "/consent", "/account", "/sign-out"].every((path) => paths.includes(path)));

  const context = await launchProfile(`${folder}/profile`);
  context.setDefaultTimeout(30_000);
  try {
    const own = await context.newPage();
    await own.goto(`${server.issuer}/login`);
    await signIn(own, person);
    await own.waitForURL(/\/account/);

    const address = evil.serve("/evil", page(paths.map((path) => server.issuer + path), account)),
      tab = await context.newPage();
    const answerOf = (path: string) =>
      tab.waitForResponse((response) =>
        response.request().method() === "POST" && new URL(response.url()).pathname === path
      );
    const check = async (response: Response, target: string) => {
      const { pathname } = new URL(response.url());
      // What may come from other sites by the standards is asked again, where nothing but our own cookie counts.
      const parked = ["/oauth2/authorize", "/oauth2/end_session"].includes(pathname);
      assertEquals([pathname, target, response.status()], [pathname, target, parked ? 303 : 403]);
      // The cookie that is for frames was there; it is not what the refusal rests on.
      assertMatch((await response.request().allHeaders()).cookie ?? "", /^__Host-lk_em_default=[^;]+$/);
    };
    await tab.goto(address);
    const framed = Promise.all(paths.map(answerOf));
    await tab.evaluate("for (const form of document.forms) form.submit()");
    for (const response of await framed) await check(response, "frame");
    for (const [at, path] of paths.entries()) {
      await tab.goto(address);
      const answered = answerOf(path), there = tab.waitForURL((url) => url.origin === server.issuer);
      await tab.evaluate(`document.forms[${at}].target = "_self"; document.forms[${at}].submit()`);
      await check(await answered, "window");
      await there;
    }

    const refused = tab.waitForEvent(
      "console",
      (message) => message.text().includes("frame-ancestors 'none'"),
    );
    await tab.goto(address);
    await refused;
    const urls = tab.frames().map((frame) => frame.url());
    assertEquals(urls.filter((url) => url.startsWith(server.issuer)), [], "a page of ours stands in a frame");
    await own.reload();
    assertEquals(await own.getByText("Ada Lovelace").count() > 0, true, "the person is still signed in");
    await own.goto(authorizeUrl(server.issuer, client, { prompt: "login" }).href);
    await signIn(own, person);
    await press(own, "Allow");
    await own.getByRole("heading", { name: "Back at the app" }).waitFor();
  } finally {
    await context.close();
    await Deno.remove(folder, { recursive: true });
  }
});
