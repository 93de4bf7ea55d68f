/** The page of an app on another site watches, in a real browser, whether sign-ins changed. */
import { assert, assertEquals } from "@std/assert";
import { makeCertificate } from "../support/certificate.ts";
import { launchProfile } from "../support/chromium.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startRelyingParty } from "../support/rp.ts";
import { changePolicy, registerClient, registerPerson, startServer } from "../support/server.ts";

/** A page that holds the frame, and asks it as OpenID Connect Session Management section 3.1 writes it. */
const watching = (frame: string) =>
  `<!doctype html><html lang="en"><title>App</title><iframe src="${frame}" hidden></iframe><script>
  const frame = document.querySelector("iframe");
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  async function ask(message) {
    await loaded;
    return await new Promise((resolve, reject) => {
      setTimeout(reject, 30_000, new Error("no answer"));
      addEventListener("message", ({ data, origin }) => resolve([data, origin]), { once: true });
      frame.contentWindow.postMessage(message, ${JSON.stringify(new URL(frame).origin)});
    });
  }
</script></html>`;

Deno.test("an app's page is told unchanged, then changed once the person signed out, and error where nothing can be told (OpenID Connect Session Management section 3.2)", async () => {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-watched-" });
  await using server = await startServer({ tls: await makeCertificate(folder) });
  await using app = startRelyingParty("127.0.0.1");
  await changePolicy(server, { session_management: true });
  const client = await registerClient(server, { redirect_uris: [app.redirect_uri] });
  const person = await registerPerson(server);
  const { check_session_iframe } = await (await server.send("/.well-known/openid-configuration")).json();

  const context = await launchProfile(`${folder}/profile`);
  try {
    const page = await context.newPage();
    await page.goto(authorizeUrl(server.issuer, client).href);
    await page.getByLabel("Username or email").fill(person.username);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByRole("heading", { name: "Back at the app" }).waitFor();
    const session_state = app.arrivals.at(-1)?.parameters.session_state;
    assert(session_state);

    await page.goto(app.serve("/watch", watching(check_session_iframe)));
    const ask = (message: unknown) => page.evaluate(`ask(${JSON.stringify(message)})`);
    const origin = new URL(server.issuer).origin, asked = `${client.client_id} ${session_state}`;
    assertEquals(await ask(asked), ["unchanged", origin]);
    assertEquals(await ask(`somebody-else ${session_state}`), ["changed", origin]);
    for (const bad of ["", client.client_id, { session_state }]) {
      assertEquals(await ask(bad), ["error", origin]);
    }

    const elsewhere = await context.newPage();
    await elsewhere.goto(`${server.issuer}/oauth2/end_session`);
    await elsewhere.getByRole("button", { name: "Sign out" }).click();
    await elsewhere.getByRole("heading", { name: "You are signed out" }).waitFor();
    assertEquals(await ask(asked), ["changed", origin]);

    await context.clearCookies();
    assertEquals(await ask(asked), ["error", origin], "Without the cookie nothing is known");
  } finally {
    await context.close();
    await Deno.remove(folder, { recursive: true });
  }
});
