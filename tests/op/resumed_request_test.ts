/** Requests that were accepted, and a policy that changes while the person is asked. */
import { assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { documentClient, openToDocuments } from "../support/client_documents.ts";
import { answerIn, askedOn, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

Deno.test("a request without a code_challenge gets no code once PKCE is required, and one with it does (RFC 9700 section 2.1.1)", async () => {
  const provider = await openProvider(), { issuer, send } = provider, person = await addPerson(provider);
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  for (const [asked, isAnswered] of [[without, false], [{}, true]] as const) {
    await setPolicy(provider, { require_pkce: false });
    const client = await addClient(provider, {}, { first_party: true }), browser = openBrowser(issuer, send);
    const page = await browser.open(authorizeUrl(issuer, client, asked));
    assertEquals(askedOn(page), "login");
    await setPolicy(provider, {});
    const visit = await signIn(browser, page, person);
    assertEquals([visit.status, typeof answerIn(visit).code === "string"], [
      isAnswered ? 303 : 400,
      isAnswered,
    ]);
    if (!isAnswered) assertEquals(lastRefusal(provider), "interaction.client_changed");
  }
});

Deno.test("a client that names its document is answered no more once the policy takes none (OAuth Client ID Metadata Document section 6)", async () => {
  const provider = await openToDocuments(), { issuer, send } = provider, person = await addPerson(provider);
  const browser = openBrowser(issuer, send);
  const page = await browser.open(authorizeUrl(issuer, documentClient()));
  const consent = await signIn(browser, page, person);
  assertEquals(askedOn(consent), "consent");
  await setPolicy(provider, {});
  const visit = await browser.submit(consent, { decision: "allow" });
  assertEquals([visit.status, new URL(visit.url).origin, lastRefusal(provider)], [
    400,
    issuer,
    "interaction.client_inactive",
  ]);
});
