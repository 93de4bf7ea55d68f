import { assertEquals } from "@std/assert";
import { connectedApps, disconnectApp } from "../../src/accounts/connected_apps.ts";
import { fire } from "../../src/store/transition.ts";
import { consent } from "../../src/domain/consent.ts";
import { moveClient } from "../../src/store/clients.ts";
import { openBrowser } from "../support/browser.ts";
import {
  askedOn,
  authorizeAs,
  authorizeUrl,
  codeIn,
  introspect,
  redeem,
  refresh,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import {
  addClient,
  addPerson,
  openProvider,
  portsOf,
  type TestClient,
  type TestPerson,
} from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const ports = portsOf(provider);
let people = 0;
const somebody = () => addPerson(provider, `person${people++}`);

const appsOf = async ({ sub }: TestPerson, offset = 0) => (await connectedApps(ports, sub, offset)).apps;
const namesOf = async (person: TestPerson) => (await appsOf(person)).map(({ client_id }) => client_id);

async function disconnectOnly(person: TestPerson) {
  const [app] = await appsOf(person);
  return await disconnectApp(ports, person.sub, app!.grant_id);
}

Deno.test("connectedApps tells each app once, with all that it may do, and since when", async () => {
  const person = await somebody(), browser = openBrowser(issuer, send);
  const client = await addClient(provider, { client_name: "Prints" });
  const since = time.now;
  await tokensFor(provider, client, person, { asked: { scope: "openid email" }, browser });
  time.now += 60;
  await tokensFor(provider, client, person, { asked: { scope: "openid phone" }, browser });
  const [app, ...more] = await appsOf(person);
  assertEquals(more, []);
  assertEquals([app!.client_id, app!.metadata.client_name, app!.since], [client.client_id, "Prints", since]);
  assertEquals(app!.scopes, ["openid", "email", "phone"]);
});

Deno.test("connectedApps knows what other people connected, and apps that are deleted, no more than withdrawn ones", async () => {
  const person = await somebody(), stranger = await somebody();
  const kept = await addClient(provider),
    gone = await addClient(provider),
    withdrawn = await addClient(provider);
  for (const client of [kept, gone, withdrawn]) await authorizeAs(provider, client, person);
  await authorizeAs(provider, await addClient(provider), stranger);
  await moveClient(ports.store, gone.client_id, "delete", time.now);
  const { id } = await ports.store.db.selectFrom("consent").select("id")
    .where("account_id", "=", person.sub).where("client_id", "=", withdrawn.client_id)
    .executeTakeFirstOrThrow();
  await fire(ports.store.db, [consent, "withdraw"], { tenant: "default", id }, time.now, {});
  assertEquals(await namesOf(person), [kept.client_id]);
  // A disabled one may be enabled again, so it can be disconnected all the while.
  await moveClient(ports.store, kept.client_id, "disable", time.now);
  assertEquals(await namesOf(person), [kept.client_id]);
});

Deno.test("connectedApps gives ten apps at a time, the newest first, each once", async () => {
  const person = await somebody(), clients: string[] = [];
  for (let i = 0; i < 11; i++) {
    const client = await addClient(provider, {}, { first_party: true });
    clients.unshift(client.client_id);
    time.now += 1;
    await authorizeAs(provider, client, person);
  }
  const first = await connectedApps(ports, person.sub, 0), last = await connectedApps(ports, person.sub, 10);
  assertEquals([first.apps.length, first.next, last.next], [10, 10, undefined]);
  assertEquals([...first.apps, ...last.apps].map(({ client_id }) => client_id), clients);
});

const formats = ["jwt", "opaque"] as const;

for (const access_token_format of formats) {
  Deno.test(`disconnectApp ends every ${access_token_format} token of the app at userinfo, introspection and refresh at once (Grant Management section 6.4)`, async () => {
    const person = await somebody(), client = await addClient(provider, {}, { access_token_format });
    const asked = { scope: "openid offline_access" };
    const [one, two] = [
      await tokensFor(provider, client, person, { asked }),
      await tokensFor(provider, client, person, { asked }),
    ];
    assertEquals(await userinfoStatus(send, one.access_token!), 200);
    assertEquals((await disconnectOnly(person)).ok, true);
    for (const { access_token = "", refresh_token = "" } of [one, two]) {
      assertEquals(await userinfoStatus(send, access_token), 401);
      const { status: _status, ...told } = await introspect(send, client, access_token);
      assertEquals(told as unknown, { active: false });
      assertEquals((await introspect(send, client, refresh_token)).active as unknown, false);
      assertEquals((await refresh(send, client, refresh_token)).error, "invalid_grant");
    }
    assertEquals(await appsOf(person), []);
  });
}

Deno.test("disconnectApp makes a code that was issued before worth nothing (RFC 6749 section 4.1.2)", async () => {
  const person = await somebody(), client = await addClient(provider);
  const code = codeIn(await authorizeAs(provider, client, person));
  await disconnectOnly(person);
  assertEquals((await redeem(send, client, code)).error, "invalid_grant");
});

Deno.test("a disconnected app has to ask again, and connects anew without the old tokens (OpenID Connect Core section 3.1.2.4)", async () => {
  const person = await somebody(), client = await addClient(provider), browser = openBrowser(issuer, send);
  const asked = { scope: "openid offline_access" };
  const old = await tokensFor(provider, client, person, { asked, browser });
  await disconnectOnly(person);
  const page = await browser.open(authorizeUrl(issuer, client));
  assertEquals(askedOn(page), "consent");
  const fresh = await tokensFor(provider, client, person, { browser });
  assertEquals(await userinfoStatus(send, fresh.access_token!), 200);
  assertEquals((await refresh(send, client, old.refresh_token!)).error, "invalid_grant");
  assertEquals((await appsOf(person)).map(({ scopes }) => scopes), [["openid"]]);
});

Deno.test("disconnectApp ends what a first-party app has without consent, and no other app's", async () => {
  const person = await somebody(), record = { first_party: true } as const;
  const own = await addClient(provider, {}, record), other = await addClient(provider, {}, record);
  const dead = await tokensFor(provider, own, person);
  time.now += 1;
  const alive = await tokensFor(provider, other, person);
  const [, app] = await appsOf(person);
  await disconnectApp(ports, person.sub, app!.grant_id);
  assertEquals(await userinfoStatus(send, dead.access_token!), 401);
  assertEquals(await userinfoStatus(send, alive.access_token!), 200);
  assertEquals(await namesOf(person), [other.client_id]);
});

Deno.test("disconnectApp tells another person's grant like one that never was, and leaves it", async () => {
  const person = await somebody(),
    stranger = await somebody(),
    client: TestClient = await addClient(provider);
  const tokens = await tokensFor(provider, client, person);
  const [app] = await appsOf(person);
  for (const id of [app!.grant_id, "0".repeat(22), "", "-"]) {
    assertEquals(await disconnectApp(ports, stranger.sub, id), { ok: false, error: "no_such_app" });
  }
  assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
});

Deno.test("disconnectApp a second time changes nothing: what was connected again meanwhile stays", async () => {
  const person = await somebody(), client = await addClient(provider);
  await tokensFor(provider, client, person);
  const [old] = await appsOf(person);
  await disconnectApp(ports, person.sub, old!.grant_id);
  const tokens = await tokensFor(provider, client, person);
  assertEquals((await disconnectApp(ports, person.sub, old!.grant_id)).ok, false);
  assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
});
