/** Using the end session endpoint to send people to an address of one's own (RFC 9700 section 4.11.2). */
import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider(), { issuer, send } = provider;
const attacker = await addPerson(provider, "mallory"), victim = await addPerson(provider, "alice");
const away = "https://evil.example/bye", back = { post_logout_redirect_uris: [away] };
const open = { origin: "open" } as const;
const opened = () => openBrowser(issuer, send);

/** The address that an attacker hands out: it shows the ID token of their own sign-in at their own client. */
async function link(client: TestClient, browser = opened(), person = attacker) {
  const { id_token } = await redeem(
    send,
    client,
    codeIn(await authorizeAs(provider, client, person, { browser })),
  );
  const query = new URLSearchParams({ id_token_hint: id_token!, post_logout_redirect_uri: away, state: "x" });
  return `/oauth2/end_session?${query}`;
}

function assertShown({ url, status, html }: Awaited<ReturnType<ReturnType<typeof opened>["open"]>>) {
  assertEquals([status, new URL(url).origin], [200, issuer]);
  assertStringIncludes(html, "<bdi>evil.example</bdi>");
  assertStringIncludes(html, `href="${away}?state=x"`);
  assertNotMatch(html, /http-equiv="refresh"/);
}

Deno.test("a link of a client that nobody vouches for leads whoever is not signed in to a page that names the address", async () => {
  assertShown(await opened().open(await link(await addClient(provider, back, open))));
});

Deno.test("a link of a client that nobody vouches for leads whoever signs out as somebody else to that page too", async () => {
  const client = await addClient(provider, back, open), browser = opened();
  await authorizeAs(provider, client, victim, { browser });
  const page = await browser.open(await link(client));
  assert(page.html.includes('value="sign_out"'));
  assertShown(await browser.submit(page, { decision: "sign_out" }));
});

Deno.test("whoever signs out of it is led back at once (OpenID Connect RP-Initiated Logout section 3)", async () => {
  const browser = opened(), client = await addClient(provider, back, open);
  const { status, url } = await browser.open(await link(client, browser, victim));
  assertEquals([status, url], [303, `${away}?state=x`]);
});

Deno.test("an app that somebody vouches for has people led back at once", async () => {
  for (const origin of ["admin", "token"] as const) {
    const { status, url } = await opened().open(await link(await addClient(provider, back, { origin })));
    assertEquals([status, url], [303, `${away}?state=x`]);
  }
});
