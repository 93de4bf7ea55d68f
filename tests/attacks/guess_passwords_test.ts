// An attacker tries passwords, for one account or from one address, and may want to lock its owner out.
import { assert, assertEquals } from "@std/assert";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { answerIn, authorizeAs, authorizeUrl } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestPerson } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const login = authorizeUrl(issuer, client, { prompt: "login" });

/** Tries a password and says how it was answered; `in` where somebody is signed in now. */
async function attempt(username: string, password: string, browser: TestBrowser = openBrowser(issuer, send)) {
  const answer = await browser.submit(await browser.open(login), { username, password });
  const code = answer.status === 303 && answerIn(answer).code !== undefined;
  return { status: code ? "in" as const : answer.status, wait: Number(answer.headers.get("retry-after")) };
}

// A password too long to be one is refused before it is hashed, and counted all the same.
const tooLong = "x".repeat(257);

async function guess(username: string, times: number, browser?: TestBrowser) {
  const answers = [];
  for (let time = 0; time < times; time++) answers.push((await attempt(username, tooLong, browser)).status);
  return answers;
}

const rightly = (person: TestPerson, browser?: TestBrowser) =>
  attempt(person.username, person.password, browser);

Deno.test("the eleventh wrong password in a row is held up with 429 and Retry-After, and so is the right one then (RFC 6585 section 4)", async () => {
  const alice = await addPerson(provider, "alice");
  const answers = [];
  for (let time = 0; time < 11; time++) answers.push((await attempt("alice", `wrong ${time}`)).status);
  assertEquals(answers, [...Array(10).fill(400), 429]);
  const held = await rightly(alice);
  assertEquals([held.status, held.wait], [429, 15]);
});

Deno.test("whoever waits as long as Retry-After says is let in, however often they were turned away (RFC 9110 section 10.2.3)", async () => {
  const bob = await addPerson(provider, "bob");
  await guess("bob", 14);
  time.now += 7;
  const early = await rightly(bob);
  assertEquals([early.status, early.wait], [429, 8]);
  time.now += early.wait;
  assertEquals((await rightly(bob)).status, "in");
});

Deno.test("a sign-in that works forgets the wrong ones before it (RFC 6585 section 4)", async () => {
  const carol = await addPerson(provider, "carol");
  await guess("carol", 9);
  assertEquals((await rightly(carol)).status, "in");
  assertEquals(await guess("carol", 10), Array(10).fill(400));
});

Deno.test("attempts on one account hold up no other (RFC 6585 section 4)", async () => {
  await addPerson(provider, "dave");
  const erin = await addPerson(provider, "erin");
  assertEquals((await guess("dave", 11)).at(-1), 429);
  assertEquals((await rightly(erin)).status, "in");
});

Deno.test("a stranger's attempts do not hold up the browser that the account has used before (RFC 6585 section 4)", async () => {
  const frank = await addPerson(provider, "frank"), own = openBrowser(issuer, send);
  await authorizeAs(provider, client, frank, { browser: own });
  assertEquals((await guess("frank", 12)).at(-1), 429);
  assertEquals([(await rightly(frank)).status, (await rightly(frank, own)).status], [429, "in"]);
});

Deno.test("a browser that the account has used before has a count of its own (RFC 6585 section 4)", async () => {
  const grace = await addPerson(provider, "grace"), shared = openBrowser(issuer, send);
  await authorizeAs(provider, client, grace, { browser: shared });
  assertEquals(await guess("grace", 11, shared), [...Array(10).fill(400), 429]);
  assertEquals((await rightly(grace)).status, "in", "and it holds up nobody else");
});

Deno.test("attempts are counted in the database, so that servers share the count (RFC 6585 section 4)", async () => {
  await addPerson(provider, "heidi");
  const second = await openProvider({ db: provider.db });
  second.time.now = time.now;
  await guess("heidi", 10);
  const browser = openBrowser(issuer, second.send);
  const page = await browser.open(login);
  const { status } = await browser.submit(page, { username: "heidi", password: "wrong" });
  assertEquals(status, 429);
});

/** How many of so many names tried from an address are answered, and how many held up. */
async function spray(remoteAddress: string, forwarded?: string) {
  const server = await openProvider({ db: provider.db, remoteAddress });
  server.time.now = time.now;
  const browser = openBrowser(issuer, server.send), page = await browser.open(login);
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  let held = 0;
  for (let name = 0; name < 52; name++) {
    const values = { username: `${remoteAddress}-${name}`, password: tooLong };
    if ((await browser.submit(page, values, headers)).status === 429) held++;
  }
  return held;
}

Deno.test("attempts from one public address are counted whatever the name: the fifty-first is held up (RFC 6585 section 4)", async () => {
  assertEquals(await spray("203.0.113.7"), 2);
});

for (const address of ["10.0.0.7", "::1"]) {
  Deno.test(`attempts from ${address} are not counted by address, because many people may stand behind it (RFC 6585 section 4)`, async () => {
    assertEquals(await spray(address), 0);
  });
}

Deno.test("an address that the sender made up counts for nothing (RFC 7239 section 8.1)", async () => {
  assertEquals(await spray("127.0.0.1", "198.51.100.9"), 0);
  assert(await spray("198.51.100.10", "127.0.0.1") > 0);
});
