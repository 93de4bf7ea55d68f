/** What pages of apps may learn of the browser (OpenID Connect Session Management). */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { sha256 } from "../../src/crypto/digest.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, type Asked, askedOn, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

async function start(policy = { session_management: true }) {
  const provider = await openProvider(), { issuer, send } = provider;
  await setPolicy(provider, policy);
  const client = await addClient(provider, {}, { first_party: true });
  const person = await addPerson(provider);
  // What the browser is given as its state, in order, and its other cookies.
  const states: string[] = [], attributes: string[] = [], others: string[] = [];
  const browser = openBrowser(issuer, async (address, init) => {
    const answer = await send(address, init);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, value = "", rest = ""] = /^lk_bs_default=([^;]*)(.*)$/.exec(cookie) ?? [];
      if (value) states.push(value), attributes.push(rest);
      else others.push(cookie);
    }
    return answer;
  });
  const ask = async (asked: Asked = {}) => {
    const visit = await browser.open(authorizeUrl(issuer, client, asked));
    return askedOn(visit) === "login" ? await signIn(browser, visit, person) : visit;
  };
  return { provider, issuer, send, client, browser, states, attributes, others, ask };
}

Deno.test("an answer has a session_state made of client, origin and the browser's state (OpenID Connect Session Management section 2 and 3.2)", async () => {
  const { client, states, ask } = await start();
  const { session_state = "", code } = answerIn(await ask());
  assert(code);
  const [digest, salt] = session_state.split(".");
  const { origin } = new URL(client.redirect_uri);
  assertEquals(digest, sha256([client.client_id, origin, states.at(-1), salt].join(" ")));
});

Deno.test("the state stays while nothing changes, and is another one after signing in and out (OpenID Connect Session Management section 3.2)", async () => {
  const { issuer, client, browser, states, ask } = await start();
  await ask();
  const signedIn = states.at(-1)!;
  const silent = answerIn(await ask({ prompt: "none" })), [digest, salt] = silent.session_state!.split(".");
  assertEquals(states.at(-1), signedIn, "A silent answer changes nothing");
  assertEquals(
    digest,
    sha256([client.client_id, new URL(client.redirect_uri).origin, signedIn, salt].join(" ")),
  );
  await browser.submit(await browser.open(`${issuer}/oauth2/end_session`), { decision: "sign_out" });
  assertNotEquals(states.at(-1), signedIn);
  const before = states.at(-1);
  await ask();
  assertNotEquals(states.at(-1), before);
});

Deno.test("the cookie of the state is for scripts and frames, and what signs in is not (OpenID Connect Session Management section 5.1)", async () => {
  const { attributes, others, ask } = await start();
  await ask();
  assert(attributes.length > 0 && others.some((cookie) => cookie.startsWith("lk_br_default=")));
  for (const rest of attributes) assert(!/httponly/i.test(rest) && /samesite=lax/i.test(rest), rest);
  for (const cookie of others) assert(/; HttpOnly;.*SameSite=Lax/.test(cookie), cookie);
  const provider = await openProvider({ issuer: "https://id.example" });
  await setPolicy(provider, { session_management: true });
  const client = await addClient(provider);
  const answer = await provider.send(authorizeUrl(provider.issuer, client, { prompt: "none" }));
  const [cookie] = answer.headers.getSetCookie().filter((text) => text.startsWith("__Host-lk_bs_default="));
  assertMatch(cookie!, /; Secure; SameSite=None$/);
});

Deno.test("the page that apps frame may be framed by anybody and is a page of its own (OpenID Connect Session Management section 3.2)", async () => {
  const { send } = await start();
  const answer = await send("/oauth2/check_session"), html = await answer.text();
  assertEquals([answer.status, answer.headers.get("x-frame-options")], [200, null]);
  assertMatch(answer.headers.get("content-security-policy")!, /script-src 'self'.*frame-ancestors \*/);
  const [, script] = /<script src="([^"]+)" data-cookie="lk_bs_default">/.exec(html) ?? [];
  const asset = await send(script!);
  assertEquals([asset.status, (await asset.text()).includes("postMessage")], [200, true]);
});

Deno.test("without the policy there is no state, no page and no word of it in the metadata", async () => {
  const { send, states, ask } = await start({ session_management: false });
  assertEquals([answerIn(await ask()).session_state, states], [undefined, []]);
  const page = await send("/oauth2/check_session");
  await page.body?.cancel();
  assertEquals(page.status, 404);
  const metadata = await (await send("/.well-known/openid-configuration")).json();
  assertEquals(metadata.check_session_iframe, undefined);
});

Deno.test("an app with a scheme of its own has no page that could ask (OpenID Connect Session Management section 2)", async () => {
  const { provider, issuer, browser, ask } = await start();
  await ask();
  const app = await addClient(provider, { redirect_uris: ["com.example.app:/callback"] }, {
    first_party: true,
  });
  const visit = await browser.open(authorizeUrl(issuer, app, { redirect_uri: "com.example.app:/callback" }));
  const answer = askedOn(visit) === "consent" ? await browser.submit(visit, { decision: "allow" }) : visit;
  const { code, session_state } = answerIn(answer);
  assertEquals([code !== undefined, session_state], [true, undefined]);
});
