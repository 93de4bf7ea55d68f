// Login CSRF and consent CSRF: another site makes the victim's browser post our forms.
import { assert, assertEquals } from "@std/assert";
import { openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const trusted = await addClient(provider, {}, { first_party: true });
const victim = await addPerson(provider, "victim"), attacker = await addPerson(provider, "attacker");

/** What a browser says of where a post comes from, where that is not a page of ours. */
const foreign: Readonly<Record<string, HeadersInit>> = {
  "from another origin": { origin: "https://evil.example" },
  "from another port": { origin: "http://localhost:8081" },
  "from another scheme": { origin: "https://localhost:8080" },
  "from a host whose name begins like ours": { origin: "http://localhost:8080.evil.example" },
  "from an origin that is hidden": { origin: "null" },
  "cross-site": { "sec-fetch-site": "cross-site" },
  "same-site but not same-origin": { "sec-fetch-site": "same-site" },
  "from the address bar": { "sec-fetch-site": "none" },
};

/** Standing on the sign-in page, and on the consent page. */
const places: Readonly<
  Record<string, () => Promise<{ browser: TestBrowser; page: Visit; values: Record<string, string> }>>
> = {
  "sign-in": async () => {
    const browser = openBrowser(issuer, send), { username, password } = attacker;
    const page = await browser.open(authorizeUrl(issuer, trusted));
    return { browser, page, values: { username, password } };
  },
  consent: async () => {
    const browser = openBrowser(issuer, send);
    await authorizeAs(provider, trusted, victim, { browser });
    const page = await browser.open(authorizeUrl(issuer, await addClient(provider)));
    assertEquals(askedOn(page), "consent");
    return { browser, page, values: { decision: "allow" } };
  },
};

function assertRefused(visit: Visit, why: string) {
  assertEquals([visit.status, visit.headers.get("location"), visit.headers.getSetCookie()], [403, null, []]);
  assertEquals(lastRefusal(provider), why);
}

for (const [place, stand] of Object.entries(places)) {
  for (const [whence, headers] of Object.entries(foreign)) {
    Deno.test(`the ${place} form posted ${whence} is refused though it knows the token (RFC 9700 section 4.7)`, async () => {
      const { browser, page, values } = await stand();
      assertRefused(await browser.submit(page, values, headers), "form.foreign");
    });
  }

  Deno.test(`the ${place} form without its token, or with another browser's, is refused (RFC 9700 section 4.7)`, async () => {
    const mine = await stand(), theirs = await stand();
    const { csrf: another = "", interaction = "" } = Object.fromEntries(
      [...theirs.page.html.matchAll(/name="([a-z]+)" value="([^"]*)"/g)].map((
        [, name, value],
      ) => [name, value]),
    );
    for (const csrf of ["", "A".repeat(43), another]) {
      assertRefused(await mine.browser.submit(mine.page, { ...mine.values, csrf }), "form.csrf");
    }
    // With the other one's interaction it is refused before the token is looked at.
    const swapped = await mine.browser.submit(mine.page, { ...mine.values, interaction, csrf: another });
    assertRefused(swapped, "interaction.other_browser");
  });

  Deno.test(`the ${place} form posted from our own page works (RFC 9700 section 4.7)`, async () => {
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: issuer }]) {
      const { browser, page, values } = await stand();
      assertEquals(typeof answerIn(await browser.submit(page, values, headers)).code, "string");
    }
  });
}

Deno.test("no page of ours can be framed, and none tells another site where it was opened (RFC 9700 section 4.16, RFC 6749 section 10.13)", async () => {
  for (const stand of Object.values(places)) {
    const { page: { headers } } = await stand();
    assert(headers.get("content-security-policy")?.includes("frame-ancestors 'none'"));
    assertEquals([headers.get("x-frame-options"), headers.get("referrer-policy")], ["DENY", "same-origin"]);
  }
});

Deno.test("after a post the browser is sent on with 303, so that no password travels along (RFC 9700 section 4.12)", async () => {
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, trusted));
  const consenting = openBrowser(issuer, send);
  const login = await consenting.open(authorizeUrl(issuer, await addClient(provider)));
  const statuses: number[] = [];
  const watching = openBrowser(issuer, async (address, init) => {
    const response = await send(address, init);
    if (init?.method === "POST") statuses.push(response.status);
    return response;
  });
  for (const [from, at] of [[browser, page], [consenting, login]] as const) {
    watching.cookies.clear();
    for (const [name, value] of from.cookies) watching.cookies.set(name, value);
    const visit = await signIn(watching, at, victim);
    if (askedOn(visit) === "consent") await watching.submit(visit, { decision: "allow" });
  }
  assertEquals(statuses, [303, 303, 303]);
});
