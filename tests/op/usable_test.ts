import { assertEquals } from "@std/assert";
import { amendAccount, eraseAccount, findAccount, moveAccount } from "../../src/store/accounts.ts";
import { amendClient, moveClient } from "../../src/store/clients.ts";
import { withdrawConsent } from "../../src/store/consents.ts";
import { revokeGrant } from "../../src/store/grants.ts";
import { endSessionsOfAccount } from "../../src/store/sessions.ts";
import { moveTenant } from "../../src/store/tenants.ts";
import { revokeFamily } from "../../src/store/token_families.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn, introspect, redeem, refresh, userinfoStatus } from "../support/flow.ts";
import {
  addClient,
  addPerson,
  openProvider,
  storeOf,
  type TestClient,
  type TestPerson,
} from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, db, time } = provider, store = storeOf(provider);

/** Where a person, a client and what holds them together are known. */
interface Bond {
  readonly client: TestClient;
  readonly person: TestPerson;
}

/** Everything that a token lives with, and how it ends. */
const ends: Readonly<Record<string, (bond: Bond) => Promise<unknown>>> = {
  "the client is disabled": ({ client }) => moveClient(store, client.client_id, "disable", time.now),
  "the client is deleted": ({ client }) => moveClient(store, client.client_id, "delete", time.now),
  "the account is disabled": ({ person }) => moveAccount(store, person.sub, "disable", time.now),
  "the account is erased": ({ person }) => eraseAccount(store, person.sub, time.now),
  "the session has ended": ({ person }) => endSessionsOfAccount(store, person.sub, "signed_out", time.now),
  "the session has idled": ({ person }) =>
    db.updateTable("session").set({ idle_expires_at: time.now }).where("account_id", "=", person.sub)
      .execute(),
  "the person is in none of the client's groups": async ({ client, person }) => {
    await amendClient(store, client.client_id, 1, { allowed_groups: ["staff"] }, time.now);
    const row = (await findAccount(store, person.sub))!;
    await amendAccount(store, row.id, row.version, { ...row, groups: ["crew"] }, time.now);
  },
  "the client is for other accounts": ({ client }) =>
    amendClient(store, client.client_id, 1, { allowed_accounts: ["somebody-else"] }, time.now),
  "the consent is withdrawn": ({ client, person }) =>
    withdrawConsent(store, { account_id: person.sub, client_id: client.client_id }, time.now),
  "the grant is revoked": async ({ client, person }) => {
    const { id } = await db.selectFrom("grant").select("id").where("client_id", "=", client.client_id)
      .executeTakeFirstOrThrow();
    await revokeGrant(store, { id, account_id: person.sub }, time.now);
  },
  "the family is revoked": async ({ client }) => {
    const families = await db.selectFrom("token_family").select("id").where(
      "client_id",
      "=",
      client.client_id,
    )
      .execute();
    for (const { id } of families) await revokeFamily(store, id, time.now);
  },
};

// A code lives before its family does.
const withoutCode: readonly string[] = ["the family is revoked"];

let people = 0;

async function bound(format: "jwt" | "opaque") {
  const client = await addClient(provider, {}, {
    access_token_format: format,
    session_refresh_tokens: true,
  });
  const person = await addPerson(provider, `person-${++people}`), browser = openBrowser(issuer, send);
  const tokens = await redeem(
    send,
    client,
    codeIn(await authorizeAs(provider, client, person, { browser })),
  );
  const rotated = await refresh(send, client, tokens.refresh_token!);
  const code = codeIn(await authorizeAs(provider, client, person, { browser }));
  return { client, person, code, lost: tokens.refresh_token!, tokens: rotated };
}

for (const [index, [what, end]] of Object.entries(ends).entries()) {
  const format = index % 2 === 0 ? "jwt" : "opaque";
  Deno.test(`once ${what} no reader takes its tokens: redeem, refresh, repeat, userinfo, introspection (RFC 9700 section 4.14.2; ${format})`, async () => {
    const { client, person, code, lost, tokens } = await bound(format);
    const asking = await addClient(provider, {}, { first_party: true });
    const alive = [
      await userinfoStatus(send, tokens.access_token!),
      (await introspect(send, client, tokens.access_token!)).active as unknown,
      (await introspect(send, client, tokens.refresh_token!)).active as unknown,
      (await refresh(send, client, lost)).status,
    ];
    assertEquals(alive, [200, true, true, 200]);

    await end({ client, person });
    const error = /^the client is d/.test(what) ? "invalid_client" : "invalid_grant";
    assertEquals(await userinfoStatus(send, tokens.access_token!), 401);
    for (const token of [tokens.access_token!, tokens.refresh_token!]) {
      const told = await introspect(send, error === "invalid_client" ? asking : client, token);
      assertEquals<unknown>(told, { active: false, status: 200 });
    }
    assertEquals((await refresh(send, client, lost)).error, error);
    assertEquals((await refresh(send, client, tokens.refresh_token!)).error, error);
    if (!withoutCode.includes(what)) assertEquals((await redeem(send, client, code)).error, error);
  });
}

Deno.test("tokens count again once a disabled client or account is enabled (RFC 9700 section 4.14.2)", async () => {
  const { client, person, tokens } = await bound("jwt");
  for (
    const move of [
      (event: "disable" | "enable") => moveClient(store, client.client_id, event, time.now),
      (event: "disable" | "enable") => moveAccount(store, person.sub, event, time.now),
    ]
  ) {
    await move("disable");
    assertEquals(await userinfoStatus(send, tokens.access_token!), 401);
    await move("enable");
    assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
  }
});

Deno.test("a disabled tenant's tokens do not count (RFC 9700 section 4.14.2)", async () => {
  const { tokens } = await bound("opaque");
  await moveTenant(db, "default", "disable", time.now);
  assertEquals(await userinfoStatus(send, tokens.access_token!), 401);
  await moveTenant(db, "default", "enable", time.now);
  assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
});
