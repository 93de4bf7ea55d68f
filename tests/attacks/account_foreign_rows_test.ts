// A signed-in person names rows of others in the forms of the account page, which are no secrets.
import { assertEquals } from "@std/assert";
import { connectedApps, disconnectApp } from "../../src/accounts/connected_apps.ts";
import { endOneSession } from "../../src/accounts/end_session.ts";
import { listSessions } from "../../src/accounts/list_sessions.ts";
import { browserOf, doneOn, enter, offered, sessionOn, signedInIn } from "../support/account.ts";
import { openBrowser } from "../support/browser.ts";
import { tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, openProvider, portsOf } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";

const provider = await openProvider();
const { issuer, send, db, time } = provider, ports = portsOf(provider);
const alice = await addPerson(provider, "alice"), mallory = await addPerson(provider, "mallory");
const client = await addClient(provider);

const rows = async () =>
  JSON.stringify([
    await db.selectFrom("session").select(["tenant", "id", "state"]).orderBy("id").execute(),
    await db.selectFrom("grant").select(["tenant", "id", "state"]).orderBy("id").execute(),
    await db.selectFrom("consent").select(["tenant", "id", "state"]).orderBy("id").execute(),
  ]);

/** What Alice has: a session and a connected app. */
async function belongings() {
  const { browser, page } = await browserOf(provider, alice);
  const { access_token = "" } = await tokensFor(provider, client, alice, { browser });
  const [grant = ""] = offered(await browser.open("/account"), "disconnect");
  return { browser, session: sessionOn(page), grant, access_token };
}

Deno.test("another account's session and grant are neither shown nor ended, and look like ones that never were", async () => {
  const hers = await belongings(), { browser, page } = await browserOf(provider, mallory);
  const before = await rows();
  const named = [hers.session, hers.grant, "0".repeat(22), "'; drop table session; --", "-", ""];
  for (const id of named) {
    for (const field of ["end_session", "disconnect"]) {
      const answer = await browser.submit(page, { [field]: id });
      assertEquals([answer.status, doneOn(answer), sessionOn(answer)], [200, undefined, sessionOn(page)]);
    }
  }
  assertEquals(await rows(), before);
  assertEquals([page.html.includes(hers.session), page.html.includes(hers.grant)], [false, false]);
  assertEquals(await userinfoStatus(send, hers.access_token), 200);
});

Deno.test("the page of another browser's session cannot be opened or posted by naming the session", async () => {
  const hers = await belongings(), { browser, page } = await browserOf(provider, mallory);
  const shown = await browser.open(`/account?session=${hers.session}`);
  assertEquals([sessionOn(shown), shown.html.includes("alice@example.com")], [sessionOn(page), false]);
  const before = await rows();
  const posted = await browser.submit(page, { session: hers.session, sign_out: "all" });
  assertEquals([sessionOn(posted), await rows()], [sessionOn(page), before]);
  const stranger = await openBrowser(issuer, send).open(`/account?session=${hers.session}`);
  assertEquals(new URL(stranger.url).pathname, "/login");
});

Deno.test("with two accounts in one browser the form of one cannot act for the other", async () => {
  const { browser, page } = await browserOf(provider, alice);
  time.now += 1;
  const other = await enter(browser, mallory);
  const mine = await browser.open(`/account?session=${sessionOn(page)}`);
  const refused = await browser.submit(mine, { session: sessionOn(other), sign_out: "all" });
  assertEquals([refused.status, (await signedInIn(provider, browser)).length], [403, 2]);
});

Deno.test("what belongs to another tenant is nobody's here, though the account has the same id", async () => {
  const { tenant, provider: there } = await addTenant(provider, "other");
  const hers = await belongings(), [session] = await signedInIn(provider, hers.browser);
  for (const table of ["account", "client", "browser", "session", "consent", "grant"] as const) {
    const copied = await db.selectFrom(table).selectAll().where("tenant", "=", "default").execute();
    for (const row of copied) {
      await db.insertInto(table).values({ ...row, tenant } as never).execute();
    }
  }
  const here = async () => [
    (await listSessions(ports, session!)).length,
    (await connectedApps(ports, alice.sub, 0)).apps.length,
  ];
  const before = await here();
  // Ended there, with the very same ids: here it all stands.
  assertEquals((await endOneSession(there, session!, session!.id)).ok, true);
  assertEquals((await disconnectApp(there, alice.sub, hers.grant)).ok, true);
  assertEquals([await here(), await userinfoStatus(send, hers.access_token)], [before, 200]);
});
