// A client of one tenant takes what another tenant on the same server gave out, and shows it at its own.
import { assert, assertEquals } from "@std/assert";
import type { Result } from "../../src/domain/result.ts";
import { introspect } from "../../src/op/introspect.ts";
import { openInteraction } from "../../src/op/interaction.ts";
import { readHint } from "../../src/op/read_hint.ts";
import { revoke } from "../../src/op/revoke.ts";
import { token } from "../../src/op/token.ts";
import { userinfo } from "../../src/op/userinfo.ts";
import { findActiveClient } from "../../src/store/clients.ts";
import { openSessions } from "../../src/store/sessions.ts";
import { parseSecret } from "../../src/crypto/secret.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, codeIn, pkce, redeem, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";

const here = await openProvider();
const { db, time, issuer, send } = here;

const { provider: there } = await addTenant(here, "other");
const record = { first_party: true } as const, grant_types = ["authorization_code", "refresh_token"];
const client = await addClient(here, { grant_types }, record);
const alice = await addPerson(here), browser = openBrowser(issuer, send);
const asked = { scope: "openid offline_access" };

for (const table of ["client", "client_secret", "account"] as const) {
  const rows = await db.selectFrom(table).selectAll().where("tenant", "=", "default").execute();
  for (const row of rows) {
    await db.insertInto(table).values({ ...row, tenant: there.tenant.id } as never).execute();
  }
}

const tokens = await redeem(send, client, codeIn(await authorizeAs(here, client, alice, { asked, browser })));
const code = codeIn(await authorizeAs(here, client, alice, { asked, browser }));
const authorization = `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`;
const showing = (fields: Readonly<Record<string, string>>) => ({
  authorization,
  parameters: new Map(Object.entries(fields).map(([name, value]) => [name, [value]])),
});

/** All that the tenants hold, to tell whether an attempt changed anything. */
const states = async () =>
  JSON.stringify([
    await db.selectFrom("authorization_code").select(["digest", "state"]).orderBy("digest").execute(),
    await db.selectFrom("refresh_token").select(["digest", "state"]).orderBy("digest").execute(),
    await db.selectFrom("token_family").select(["id", "state"]).orderBy("id").execute(),
    await db.selectFrom("revoked_jti").select("jti").execute(),
  ]);

const refusal = <T, E extends { readonly why: string }>(answer: Result<T, E>) =>
  answer.ok ? "taken" : answer.error.why;

const attempts: Readonly<Record<string, readonly [attempt: () => Promise<unknown>, expected: unknown]>> = {
  "a code at the token endpoint": [async () =>
    refusal(
      await token(
        there,
        showing({
          grant_type: "authorization_code",
          code,
          redirect_uri: client.redirect_uri,
          code_verifier: pkce.verifier,
        }),
      ),
    ), "authorization_code.unknown"],
  "a refresh token at the token endpoint": [async () =>
    refusal(
      await token(there, showing({ grant_type: "refresh_token", refresh_token: tokens.refresh_token! })),
    ), "refresh_token.unknown"],
  "an access token at userinfo": [async () => {
    const answer = await userinfo(there, {
      authorization: `Bearer ${tokens.access_token}`,
      body: undefined,
    });
    return answer.ok ? "taken" : answer.error.error?.why;
  }, "access_token.unknown_key"],
  "an access token at introspection": [
    () => introspect(there, showing({ token: tokens.access_token! })),
    { ok: true, value: { active: false } },
  ],
  "a refresh token at introspection": [
    () => introspect(there, showing({ token: tokens.refresh_token! })),
    { ok: true, value: { active: false } },
  ],
  "an access token at revocation": [
    () => revoke(there, showing({ token: tokens.access_token! })),
    { ok: true, value: undefined },
  ],
  "a refresh token at revocation": [
    () => revoke(there, showing({ token: tokens.refresh_token! })),
    { ok: true, value: undefined },
  ],
  "an ID token as a hint": [async () => {
    const known = await findActiveClient(there.store, client.client_id);
    return await readHint(there, known!, tokens.id_token!);
  }, { valid: false, why: "unknown_key" }],
  "a browser's cookie": [async () => {
    const handle = parseSecret("browser", browser.cookies.get("lk_br_default")!);
    return (await openSessions(there.store, handle, time.now)).length;
  }, 0],
  "an interaction": [async () => {
    const page = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
    const interaction = new URL(page.url).searchParams.get("interaction")!;
    const [, cookie] = [...browser.cookies].findLast(([name]) => name.startsWith("lk_ia_"))!;
    const presented = { interaction, cookie, browser: undefined, browser_state: undefined };
    assert((await openInteraction({ ...there, store: { db, tenant: "default" } }, presented)).ok);
    return await openInteraction(there, presented);
  }, { ok: false, error: "unknown" }],
};

for (const [what, [attempt, expected]] of Object.entries(attempts)) {
  Deno.test(`${what} of one tenant is unknown at another, and nothing changes (RFC 9700 section 4.4)`, async () => {
    const before = await states();
    assertEquals(await attempt(), expected);
    assertEquals(await states(), before);
  });
}

Deno.test("what was shown at the other tenant is still good at its own (RFC 9700 section 4.4)", async () => {
  assertEquals(await userinfoStatus(send, tokens.access_token!), 200);
  assertEquals((await redeem(send, client, code)).status, 200);
});
