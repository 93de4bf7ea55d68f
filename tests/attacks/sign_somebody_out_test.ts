/** Signing people out from elsewhere (OpenID Connect RP-Initiated Logout section 2 and 7). */
import { assert, assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider(), { issuer, send } = provider;
const bye = "https://app.example/bye";
const client = await addClient(provider, { post_logout_redirect_uris: [bye] });
const person = await addPerson(provider);

async function signedIn() {
  const headers: Record<string, string> = {};
  const browser = openBrowser(issuer, (address, init) => {
    const all = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return send(address, { ...init, headers: all });
  });
  const code = codeIn(await authorizeAs(provider, client, person, { browser }));
  const { id_token } = await redeem(send, client, code);
  const isSignedIn = async () => {
    for (const name of Object.keys(headers)) delete headers[name];
    return (await browser.open(authorizeUrl(issuer, client, { prompt: "none" }))).url.includes("code=");
  };
  return { browser, headers, id_token: id_token!, isSignedIn };
}

for (
  const [how, sent] of Object.entries({
    "an image": { "sec-fetch-dest": "image", "sec-fetch-site": "cross-site" },
    "a frame": { "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site" },
    "a script's request": { "sec-fetch-dest": "empty", "sec-fetch-site": "cross-site" },
    "a page that is fetched ahead": { "sec-fetch-dest": "document", "sec-purpose": "prefetch;prerender" },
  })
) {
  Deno.test(`${how} signs nobody out, not even with the ID token of the session`, async () => {
    const { browser, headers, id_token, isSignedIn } = await signedIn();
    Object.assign(headers, sent);
    const page = await browser.open(`/oauth2/end_session?id_token_hint=${id_token}`);
    assert(page.html.includes('value="sign_out"'));
    assert(page.headers.get("content-security-policy")!.includes("frame-ancestors 'none'"));
    assert(await isSignedIn());
  });

  Deno.test(`${how} without our cookies leads nobody back to the app, which would take the person for signed out`, async () => {
    const { id_token, isSignedIn } = await signedIn();
    const query = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: bye });
    const ask = (headers: HeadersInit) => send(`/oauth2/end_session?${query}`, { headers });
    const answer = await ask(sent), seen = await ask({ "sec-fetch-dest": "document" });
    assertEquals([answer.status, answer.headers.get("location")], [200, null]);
    assert(answer.headers.get("content-security-policy")!.includes("frame-ancestors 'none'"));
    assertEquals([seen.status, seen.headers.get("location")], [303, bye]);
    assert(await isSignedIn());
  });
}

Deno.test("a form of another site, or with another browser's token, signs nobody out", async () => {
  const { browser, isSignedIn } = await signedIn(), page = await browser.open("/oauth2/end_session");
  const sent: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
    [{ csrf: "" }, {}],
    [{}, { origin: "https://evil.example" }],
    [{}, { "sec-fetch-site": "cross-site" }],
    [{}, { "sec-fetch-site": "same-site" }],
  ];
  for (const [fields, headers] of sent) {
    assertEquals((await browser.submit(page, { decision: "sign_out", ...fields }, headers)).status, 403);
  }
  const other = await signedIn();
  assertEquals((await other.browser.submit(page, { decision: "sign_out" })).status, 403);
  assert(await isSignedIn());
  assert(await other.isSignedIn());
});
