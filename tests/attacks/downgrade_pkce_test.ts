// Somebody who holds a stolen code, or sits between client and server, takes the proof key away or makes it worthless.
import { assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { answerIn, type Asked, authorizeAs, authorizeUrl, pkce, redeem } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const trusted = { first_party: true } as const;
const strict = await addClient(provider, {}, trusted);
const lenient = await addClient(provider, {}, { ...trusted, require_pkce: false });
const browser = openBrowser(issuer, send);
await authorizeAs(provider, strict, await addPerson(provider), { browser });

const ask = async (client: TestClient, asked: Asked) =>
  answerIn(await browser.open(authorizeUrl(issuer, client, asked)));
const without = { code_challenge: undefined, code_challenge_method: undefined };

Deno.test("a verifier sent for a code without a challenge is refused: the challenge was taken away on its way (RFC 9700 section 4.8.2)", async () => {
  const { code = "" } = await ask(lenient, without);
  const refused = await redeem(send, lenient, code);
  assertEquals([refused.error, lastRefusal(provider)], [
    "invalid_grant",
    "authorization_code.wrong_verifier",
  ]);
});

Deno.test("a code with a challenge is refused without a verifier, though the client need not use PKCE (RFC 9700 section 2.1.1)", async () => {
  const { code = "" } = await ask(lenient, {});
  for (const code_verifier of ["", pkce.challenge, `${pkce.verifier}A`]) {
    assertEquals((await redeem(send, lenient, code, { code_verifier })).error, "invalid_grant");
  }
  assertEquals((await redeem(send, lenient, code)).status, 200);
});

for (
  const [what, asked] of Object.entries<Asked>({
    "the method plain": { code_challenge: pkce.verifier, code_challenge_method: "plain" },
    "no method, which means plain": { code_challenge: pkce.verifier, code_challenge_method: undefined },
    "an unknown method": { code_challenge_method: "S512" },
    "a method in other case": { code_challenge_method: "s256" },
    "a method and no challenge": { code_challenge: undefined },
    "an empty challenge": { code_challenge: "" },
    "the sentinel that stands for none": { code_challenge: "-" },
  })
) {
  for (const client of [strict, lenient]) {
    const who = client === strict ? "a client that must use PKCE" : "a client that need not";
    Deno.test(`${what} is refused for ${who} (RFC 7636 section 4.4.1, RFC 9700 section 2.1.1)`, async () => {
      const { error, code } = await ask(client, asked);
      assertEquals([error, code], ["invalid_request", undefined]);
    });
  }
}

Deno.test("a client that must use PKCE gets no code without a challenge (RFC 9700 section 2.1.1)", async () => {
  const { error, code } = await ask(strict, without);
  assertEquals([error, code, lastRefusal(provider)], [
    "invalid_request",
    undefined,
    "code_challenge.present",
  ]);
});

Deno.test("the sentinel that stands for none is no verifier (RFC 7636 section 4.1)", async () => {
  const { code = "" } = await ask(lenient, without);
  assertEquals((await redeem(send, lenient, code, { code_verifier: "-" })).error, "invalid_grant");
  assertEquals(lastRefusal(provider), "code_verifier.syntax");
});
