// Cross-site request forgery and clickjacking, where browsers send a session cookie to frames of other sites.
import { assert, assertEquals } from "@std/assert";
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
  `<iframe name="f${at}"></iframe><form name="${
    new URL(action).pathname
  }" target="f${at}" method="post" action="${action}">${inputs}</form>`;

/** A page with a form for each of our paths, and frames. */
const page = (actions: readonly string[], frames = "") =>
  `<!doctype html><html lang="en"><title>Evil</title>${actions.map(form).join("")}${frames}</html>`;

const frame = (id: string, address: string) =>
  `<iframe id="${id}" src="${address.replaceAll("&", "&amp;")}"></iframe>`;

Deno.test("with a session cookie that frames get, no form of another site does anything, in a frame or a window, and no page of ours stands in its frame (RFC 9700 section 4.7 and 4.16)", async () => {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-evil-" });
  const tls = await makeCertificate(folder);
  await using server = await startServer({ tls, env: { LATCHKEY_LOG: "json" } });
  await using evil = startRelyingParty("127.0.0.1");
  await changePolicy(server, { embedded_sign_in: true });
  const { issuer } = server, person = await registerPerson(server);
  const client = await registerClient(server, { redirect_uris: [evil.redirect_uri] });
  const posted = routes.filter(({ reader, methods }) => reader === "page" && methods.POST);
  const paths = posted.map(({ path }) => path.replace(/:\w+/, "example"));
  const forms = ["/login", "/consent", "/account", "/sign-out"];

  const context = await launchProfile(`${folder}/profile`);
  context.setDefaultTimeout(30_000);
  try {
    const own = await context.newPage(), back = { name: "Back at the app" };
    await own.goto(authorizeUrl(issuer, client).href);
    await signIn(own, person);
    await press(own, "Allow");
    await own.getByRole("heading", back).waitFor();
    await own.goto(`${issuer}/account`);

    const silent = authorizeUrl(issuer, client, { prompt: "none" }).href;
    const frames = frame("page", `${issuer}/account`) + frame("silent", silent);
    const actions = paths.map((path) => issuer + path), tab = await context.newPage();
    const refused = tab.waitForEvent("console", (said) => said.text().includes("frame-ancestors 'none'"));
    await tab.goto(evil.serve("/framed", page(actions, frames)));
    await refused;
    await tab.frameLocator("#silent").getByRole("heading", back).waitFor();
    assert(
      evil.arrivals.at(-1)?.parameters.code,
      "the cookie does not come to frames, and nothing is shown here",
    );
    const urls = tab.frames().map((frame) => frame.url());
    assertEquals(urls.filter((url) => url.startsWith(issuer)), [], "a page of ours stands in a frame");

    for (const path of forms) {
      await tab.goto(evil.serve("/", page(actions)));
      const there = tab.waitForURL((url) => url.origin === issuer, { waitUntil: "commit" });
      const answered = tab.waitForResponse((response) => response.url() === issuer + path);
      await tab.evaluate(
        `{ const [form] = document.getElementsByName("${path}"); form.target = "_self"; form.submit() }`,
      );
      assertEquals([path, (await answered).status()], [path, 403]);
      await there;
    }

    await tab.goto(evil.serve("/", page(actions)));
    const before = server.process.output.length, patience = AbortSignal.timeout(60_000);
    const asked = (method: string) =>
      server.process.output.slice(before).filter((line) => line.includes(`"method":"${method}"`))
        .map((line) => JSON.parse(line)).map(({ path, status }) => [path, status] as const);
    await tab.evaluate("for (const form of document.forms) form.submit()");
    // A post that the standards let come from other sites is asked again, where nothing but our own cookie counts.
    const isSettled = (path: string) =>
      asked("POST").some(([posted, status]) =>
        posted === path && (status >= 400 || asked("GET").some(([got]) => got === path))
      );
    while (!paths.every(isSettled)) {
      patience.throwIfAborted();
      await new Promise((passed) => setTimeout(passed, 50));
    }
    const statuses = Object.fromEntries(asked("POST"));
    for (const path of forms) assertEquals([path, statuses[path]], [path, 403]);
    await own.reload();
    await own.getByText("Ada Lovelace").first().waitFor();
  } finally {
    await context.close();
    await Deno.remove(folder, { recursive: true });
  }
});
