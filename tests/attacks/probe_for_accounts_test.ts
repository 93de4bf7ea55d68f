// An attacker wants to know which accounts exist, and reads every difference between two answers.
import { assertEquals } from "@std/assert";
import { eraseAccount, moveAccount } from "../../src/store/accounts.ts";
import { openBrowser, type Visit } from "../support/browser.ts";
import { answerIn, authorizeUrl, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider, storeOf } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider, store = storeOf(provider);
const client = await addClient(provider, {}, { first_party: true });

/** Everything of an answer that an attacker sees; the name of the request differs each time. */
const seen = ({ status, html, headers }: Visit) => ({
  status,
  html,
  headers: [...headers].filter(([name]) => name !== "x-request-id"),
});

Deno.test("a wrong password is answered byte for byte alike before an account exists, when it does, and after (RFC 9700 section 4.16)", async () => {
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
  const username = "ghost", right = `correct horse ${username}`;
  const answer = async (password: string) => seen(await browser.submit(page, { username, password }));

  const missing = await answer("wrong");
  assertEquals(missing.status, 400);
  const { sub } = await addPerson(provider, username);
  assertEquals(await answer("wrong"), missing);
  assertEquals(await answer("x".repeat(300)), missing);
  await moveAccount(store, sub, "disable", time.now);
  assertEquals(await answer("wrong"), missing);
  assertEquals(await answer(right), missing, "Not even the right password tells of a disabled account");
  await eraseAccount(store, sub, time.now);
  assertEquals(await answer(right), missing);
});

Deno.test("being held up tells nothing: a missing account is held up like an existing one (RFC 9700 section 4.16)", async () => {
  const answers = [];
  await addPerson(provider, "held-existing");
  for (const username of ["held-existing", "held-missing"]) {
    const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
    const statuses = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      const { status, headers } = await browser.submit(page, { username, password: "" });
      statuses.push([status, headers.get("retry-after")]);
    }
    answers.push(statuses);
  }
  assertEquals(answers[0], answers[1]);
});

Deno.test("being held up under one name does not tell that another name is the same person's (RFC 9700 section 4.16)", async () => {
  await addPerson(provider, "linked");
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
  const statusOf = async (username: string) =>
    (await browser.submit(page, { username, password: "" })).status;
  for (let attempt = 0; attempt < 10; attempt++) await statusOf("linked");
  assertEquals([await statusOf("LINKED"), await statusOf("linked@example.com")], [429, 400]);
});

Deno.test("a name that was typed is not kept: it may have been a password (RFC 9700 section 4.16)", async () => {
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
  await browser.submit(page, { username: "typed-in-the-wrong-field", password: "" });
  const kept = JSON.stringify(await provider.db.selectFrom("throttle").selectAll().execute());
  assertEquals([kept.includes("typed-in"), provider.lines.join().includes("typed-in")], [false, false]);
});

Deno.test("a silent request with a hint answers alike for whoever is not signed in, known, disabled or erased (OpenID Connect Core section 3.1.2.6)", async () => {
  const people = await Promise.all(["h1", "h2", "h3"].map((name) => addPerson(provider, name)));
  const hints = [];
  for (const person of people) hints.push((await tokensFor(provider, client, person)).id_token!);
  await moveAccount(store, people[1]!.sub, "disable", time.now);
  await eraseAccount(store, people[2]!.sub, time.now);
  for (const id_token_hint of hints) {
    const url = authorizeUrl(issuer, client, { prompt: "none", id_token_hint });
    const { error, error_description } = answerIn(await openBrowser(issuer, send).open(url));
    assertEquals([error, error_description], [
      "login_required",
      "Nobody is signed in who may answer this request silently",
    ]);
  }
});
