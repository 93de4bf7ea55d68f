import { assert, assertEquals, assertFalse, assertNotEquals, assertStringIncludes } from "@std/assert";
import { mintSubject, systemRandom } from "../../../src/crypto/random.ts";
import { mintSecret } from "../../../src/crypto/secret.ts";
import { moveClient } from "../../../src/store/clients.ts";
import { offerLink, peekLink } from "../../../src/store/one_time_links.ts";
import { createAccount, eraseAccount, lockAccountByEmail, moveAccount } from "../../../src/store/accounts.ts";
import {
  amendUpstream,
  deleteUpstream,
  findUpstream,
  type UpstreamRecord,
} from "../../../src/store/upstreams.ts";
import { openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import type { Lies } from "../../support/fake_upstream.ts";
import { addClient, addPerson, lastRefusal, storeOf, type TestClient } from "../../support/provider.ts";
import { setPolicy } from "../../support/registration.ts";
import { addUpstream, leaveAlone, leaveFor } from "../../support/upstreams.ts";
import { assertSignedIn, isSignedIn, openFakeBroker, visitUpstream } from "../fake_broker.ts";

const broker = await openFakeBroker(), { provider, upstream } = broker, { issuer, send, time } = provider;
const store = storeOf(provider);

/** Sets what the upstream's people may do, from here on. */
async function setRecord(record: Partial<UpstreamRecord>): Promise<void> {
  const row = (await findUpstream(store, "example"))!;
  const usual = { trust_email: true, sign_up: "free", allowed_domains: [], link_by_email: false } as const;
  const { display_name, client_id, client_secret, token_endpoint_auth_method, scopes, store_tokens } = row;
  const { allowed_tids, key_id, team_id, signature_method, signing_key, public_key, ...others } = row;
  const {
    domains,
    trusted_amr,
    trusted_acr,
    token_endpoint_auth_signing_alg,
    client_assertion_audience,
    id_token_encrypted_response_alg,
    logout,
    claims,
  } = others;
  const amended = await amendUpstream(store, row, {
    ...{ display_name, client_id, client_secret, token_endpoint_auth_method, scopes, store_tokens },
    ...{ allowed_tids, key_id, team_id, signature_method, signing_key, public_key, domains, trusted_amr },
    ...{ trusted_acr },
    ...{ token_endpoint_auth_signing_alg, client_assertion_audience, id_token_encrypted_response_alg },
    ...{ logout, claims },
    ...usual,
    ...record,
  }, time.now);
  assert(amended.ok);
}

/** Comes from the upstream as somebody. */
async function arrive(sub: string, claims: Lies["claims"] = {}) {
  const said = { sub, email: `${sub}@people.example`, email_verified: true, ...claims };
  upstream.lies = { claims: said, userinfo: { sub } };
  const browser = openBrowser(issuer, send);
  return { visit: await visitUpstream(broker, { browser }), browser };
}

async function assertRefused(arrived: ReturnType<typeof arrive>, why: string, words: string): Promise<void> {
  const { visit, browser } = await arrived;
  assertEquals([visit.status, lastRefusal(provider)], [403, `upstream.arrival.${why}`]);
  assertStringIncludes(visit.html, words);
  assertStringIncludes(visit.html, `href="${issuer}/login"`);
  assertFalse(isSignedIn(browser));
}

const accounts = async () =>
  Number(
    (await provider.db.selectFrom("account").select((e) => e.fn.countAll().as("n")).executeTakeFirstOrThrow())
      .n,
  );

const evidenceOf = async (
  sub: string,
) => (await provider.db.selectFrom("upstream_identity").select(["account_id", "evidence"]).where(
  "sub",
  "=",
  sub,
)
  .executeTakeFirst());

Deno.test("an account is linked by an address that is verified on both sides, where the policy says so, and known by its sub afterwards", async () => {
  await setRecord({ link_by_email: true });
  const { sub } = await addPerson(provider, "byron");
  assertSignedIn((await arrive("linked", { email: "byron@example.com" })).visit);
  assertEquals(await evidenceOf("linked"), { account_id: sub, evidence: "verified_email" });
  const before = await accounts();
  assertSignedIn((await arrive("linked", { email: "another@example.com" })).visit);
  assertEquals(await accounts(), before);
});

Deno.test("userinfo's address is not verified by what the ID token says of another one", async () => {
  await setRecord({ link_by_email: true });
  const { sub } = await addPerson(provider, "mixed");
  upstream.lies = {
    claims: { sub: "mixer", email: "mixer@people.example", email_verified: true },
    userinfo: { sub: "mixer", email: "mixed@example.com" },
  };
  assertSignedIn(await visitUpstream(broker));
  assertNotEquals((await evidenceOf("mixer"))?.account_id, sub);
});

Deno.test("who is invited takes the account that an administrator made, and its former links stop", async () => {
  await setRecord({ sign_up: "invited" });
  await assertRefused(arrive("uninvited"), "not_invited", "You have no account here yet");
  const id = mintSubject(systemRandom), email = "guest@people.example";
  await createAccount(
    store,
    id,
    { username: null, email, email_verified: false, claims: { name: "Guest" } },
    time.now,
  );
  const link = mintSecret("one_time_link", time.now + 600, systemRandom).handle;
  await offerLink(store, {
    handle: link,
    purpose: "set_password",
    account_id: id,
    expires_at: time.now + 600,
    at: time.now,
  });
  assertEquals(await peekLink(store, link, "set_password", time.now), id);
  assertSignedIn((await arrive("guest")).visit);
  assertEquals(await peekLink(store, link, "set_password", time.now), undefined);
  assertEquals(await evidenceOf("guest"), { account_id: id, evidence: "invited" });
  const account = await lockAccountByEmail(store, email);
  assertEquals([account?.state, account?.email_verified, account?.claims], ["active", true, {
    name: "Guest",
  }]);
});

Deno.test("only addresses of the allowed domains get an account, where the policy says so", async () => {
  await setRecord({ sign_up: "domains", allowed_domains: ["people.example"] });
  assertSignedIn((await arrive("inside")).visit);
  const words = "You have no account here yet";
  await assertRefused(arrive("outside", { email: "outside@elsewhere.example" }), "other_domain", words);
  await assertRefused(arrive("unverified", { email_verified: false }), "other_domain", words);
});

Deno.test("where nobody gets an account those who have one still sign in", async () => {
  await setRecord({ sign_up: "free" });
  assertSignedIn((await arrive("settled")).visit);
  await setRecord({ sign_up: "never" });
  await assertRefused(arrive("newcomer"), "no_account", "You have no account here yet");
  assertSignedIn((await arrive("settled")).visit);
});

Deno.test("whoever's account is disabled or erased does not come in, and erasing forgets who they were", async () => {
  await setRecord({});
  assertSignedIn((await arrive("leaving")).visit);
  const { account_id } = (await evidenceOf("leaving"))!;
  await moveAccount(store, account_id, "disable", time.now);
  await assertRefused(arrive("leaving"), "account_disabled", "This account cannot be used");
  await eraseAccount(store, account_id, time.now);
  assertEquals(await evidenceOf("leaving"), undefined);
});

Deno.test("many arrivals of one new person make one account", async () => {
  await setRecord({});
  const ways: { readonly browser: TestBrowser; readonly request: URL }[] = [];
  for (let way = 0; way < 8; way++) {
    const browser = openBrowser(issuer, send);
    ways.push({ browser, request: await leaveAlone(provider, browser) });
  }
  upstream.lies = {
    claims: { sub: "many", email: "many@people.example", email_verified: true },
    userinfo: { sub: "many" },
  };
  const before = await accounts();
  const visits = await Promise.all(
    ways.map(({ browser, request }) => browser.open(upstream.sendBack(request))),
  );
  visits.forEach(assertSignedIn);
  assertEquals(await accounts(), before + 1);
});

Deno.test("an upstream that was deleted and made anew knows nobody from before", async () => {
  const slug = "again", made = await addUpstream(provider, { slug, issuer: upstream.issuer });
  const come = async () => {
    const browser = openBrowser(issuer, send);
    upstream.lies = { claims: { sub: "same", email: undefined as never }, userinfo: { sub: "same" } };
    return await browser.open(upstream.sendBack(await leaveAlone(provider, browser, { idp: slug })));
  };
  assertSignedIn(await come());
  const before = await evidenceOf("same");
  await deleteUpstream(store, made, time.now);
  assertEquals(await evidenceOf("same"), undefined);
  await addUpstream(provider, { slug, issuer: upstream.issuer });
  assertSignedIn(await come());
  assertNotEquals((await evidenceOf("same"))?.account_id, before?.account_id);
});

/** Comes for an application as somebody whose address the upstream believes. */
async function arriveFor(client: TestClient, sub: string, email: string): Promise<Visit> {
  const browser = openBrowser(issuer, send), request = await leaveFor(provider, browser, client);
  upstream.lies = { claims: { sub, email, email_verified: true }, userinfo: { sub } };
  return await browser.open(upstream.sendBack(request));
}

Deno.test("tenant and client narrow what the upstream allows: who gets an account, from which domain, and whether an address links", async () => {
  await setRecord({ sign_up: "free", link_by_email: true });
  const open = await addClient(provider), first = await addPerson(provider, "narrow");
  const closed = await addClient(provider, {}, { sign_up: "never", link_by_email: false });
  const some = await addClient(provider, {}, { sign_up: "domains", allowed_domains: ["staff.example"] });
  const came = async (client: TestClient, sub: string, email: string) => {
    const { status } = await arriveFor(client, sub, email);
    return status === 200 ? (await evidenceOf(sub))?.evidence ?? "asked" : lastRefusal(provider);
  };
  assertEquals(await came(closed, "n-1", "n-1@people.example"), "upstream.arrival.no_account");
  assertEquals(await came(closed, "n-2", "narrow@example.com"), "asked");
  assertEquals(await came(some, "n-3", "n-3@people.example"), "upstream.arrival.other_domain");
  assertEquals(await came(some, "n-4", "n-4@staff.example"), "created");
  assertEquals(await came(open, "n-5", "n-5@people.example"), "created");
  // Who has an account has it, whatever the application says of others.
  assertEquals(await came(closed, "n-5", "n-5@people.example"), "created");

  await setPolicy(provider, { sign_up: "invited", link_by_email: false });
  assertEquals(await came(open, "n-6", "n-6@people.example"), "upstream.arrival.not_invited");
  assertEquals(await came(some, "n-7", "n-7@staff.example"), "upstream.arrival.not_invited");
  assertEquals(await came(open, "n-8", "narrow@example.com"), "asked");
  await assertRefused(arrive("n-9"), "not_invited", "You have no account here yet");
  await setPolicy(provider, {});
  assertEquals(await came(open, "n-10", "narrow@example.com"), "verified_email");
  assertEquals((await evidenceOf("n-10"))?.account_id, first.sub);
});

Deno.test("nobody new comes in for an application that was closed while they were away", async () => {
  await setRecord({ sign_up: "free" });
  const client = await addClient(provider), browser = openBrowser(issuer, send);
  const request = await leaveFor(provider, browser, client);
  await moveClient(store, client.client_id, "disable", time.now);
  upstream.lies = { claims: { sub: "late", email: "late@people.example", email_verified: true } };
  upstream.lies = { ...upstream.lies, userinfo: { sub: "late" } };
  const refused = await browser.open(upstream.sendBack(request));
  assertEquals([refused.status, lastRefusal(provider)], [403, "upstream.arrival.no_account"]);
  assertEquals(await evidenceOf("late"), undefined);
});

Deno.test("claims that the upstream has the say over are set anew at each sign-in; others stay as they are here", async () => {
  await setRecord({ claims: { picture: "picture", locale: "locale" } });
  const says = (nickname: string, picture: string) => arrive("painter", { nickname, picture, locale: "de" });
  const held = async () =>
    await provider.db.selectFrom("account as a").innerJoin("upstream_identity as i", "i.account_id", "a.id")
      .select(["a.id", "a.claims", "a.version"]).where("i.sub", "=", "painter").executeTakeFirstOrThrow();
  await says("Frida", "https://people.example/1.png");
  const { id, version } = await held();
  await says("Frida", "https://people.example/1.png");
  assertEquals((await held()).version, version, "nothing changed");
  await says("Diego", "https://people.example/2.png");
  const { name: _, ...claims } = (await held()).claims;
  assertEquals(claims, { nickname: "Frida", picture: "https://people.example/2.png", locale: "de" });
  await arrive("painter", { picture: "javascript:alert(1)" });
  assertEquals(
    (await held()).claims.picture,
    "https://people.example/2.png",
    "what fits no claim is not taken",
  );
  await setRecord({ claims: {} });
  await says("Diego", "https://people.example/3.png");
  assertEquals((await held()).claims.picture, "https://people.example/2.png");
  assertEquals((await held()).id, id);
});
