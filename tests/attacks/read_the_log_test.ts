// An attacker reads the log, or a copy of the database.
import { assert, assertEquals } from "@std/assert";
import { sql } from "kysely";
import { openBrowser } from "../support/browser.ts";
import {
  authorizeUrl,
  codeIn,
  introspect,
  post,
  redeem,
  refresh,
  signIn,
  userinfoStatus,
} from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, db, lines } = provider;
const secrets = new Map<string, string>();
const keep = (what: string, secret: string | null | undefined) => {
  assert(secret, `There is no ${what}`);
  secrets.set(what, secret);
};

/** Goes through everything once, rightly and wrongly, and keeps every secret that it meets. */
async function live(): Promise<void> {
  const client = await addClient(provider, { token_endpoint_auth_method: "client_secret_post" });
  const opaque = await addClient(provider, {}, { access_token_format: "opaque" });
  const alice = await addPerson(provider), browser = openBrowser(issuer, send);
  keep("client secret", client.client_secret);
  keep("password", alice.password);
  const asked = { scope: "openid email offline_access", login_hint: "hinted@example.com" };
  for (const at of [client, opaque]) {
    const page = await browser.open(authorizeUrl(issuer, at, asked));
    if (at === client) {
      keep("interaction", new URL(page.url).searchParams.get("interaction"));
      await browser.submit(page, { username: "alice", password: "a wrong password" });
      keep("wrong password", "a wrong password");
    }
    const consent = at === client ? await signIn(browser, page, alice) : page;
    for (const [name, value] of browser.cookies) keep(`cookie ${name}`, value);
    keep("csrf token", /name="csrf" value="([^"]+)"/.exec(consent.html)?.[1]);
    const back = await browser.submit(consent, { decision: "allow" }), code = codeIn(new URL(back.url));
    keep(`code ${at.client_id}`, code);
    await redeem(send, at, code, { code_verifier: "v".repeat(43) });
    const tokens = await redeem(send, at, code), again = await refresh(send, at, tokens.refresh_token!);
    for (const answer of [tokens, again]) {
      keep(`refresh token ${secrets.size}`, answer.refresh_token);
      keep(`access token ${secrets.size}`, answer.access_token);
      keep(`ID token ${secrets.size}`, answer.id_token);
    }
    await introspect(send, opaque, tokens.access_token!);
    await userinfoStatus(send, `${tokens.access_token}x`);
    await refresh(send, at, again.refresh_token!, { scope: "openid profile" });
    await post(send, "/oauth2/token", { grant_type: "authorization_code", code: again.refresh_token! }, at);
    await post(send, "/oauth2/revoke", { token: tokens.access_token! }, at);
    await redeem(send, at, code);
  }
  const parked = await send("/oauth2/authorize", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: authorizeUrl(issuer, client).searchParams.toString(),
  });
  keep("parked request", new URL(parked.headers.get("location")!).searchParams.get("parked"));
  await browser.open(parked.headers.get("location")!);
  await browser.open(authorizeUrl(issuer, client, { id_token_hint: secrets.get("ID token 12")! }));
}

await live();

/** The parts of a secret that would let somebody use it: a signed token is nothing without its last part. */
const telling = (secret: string) => secret.startsWith("ey") ? secret.split(".")[2]! : secret;

Deno.test("no line of the log holds a secret, a code, a token or a password (RFC 9700 section 4.3.2)", () => {
  const log = lines.join("\n");
  assert(lines.length > 20 && log.includes("refused"));
  for (const [what, secret] of secrets) assert(!log.includes(telling(secret)), `${what} is in the log`);
  assert(!log.includes("hinted@example.com"), "The query of a request is in the log");
});

Deno.test("no table holds a secret, a code, a token or a password as it is (RFC 9700 section 4.3.2)", async () => {
  const tables = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`.execute(db);
  const kept: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} as t`.execute(db);
    kept.push(...rows.map(({ row }) => row));
  }
  const all = kept.join("\n");
  assert(kept.length > 30);
  for (const [what, secret] of secrets) {
    assert(!all.includes(telling(secret)), `${what} is in a table`);
    const hex = [...new TextEncoder().encode(telling(secret))].map((byte) =>
      byte.toString(16).padStart(2, "0")
    );
    assert(!all.includes(hex.join("")), `${what} is in a table, as bytes`);
  }
});

Deno.test("an audit trail is written along, and names no secret column (RFC 9700 section 4.3.2)", async () => {
  const events = await db.selectFrom("audit_event").select(["machine", "event"]).distinct().execute();
  const seen = new Set(events.map(({ machine, event }) => `${machine}.${event}`));
  for (
    const expected of [
      "interaction.grant",
      "authorization_code.redeem",
      "token_family.revoke",
      "refresh_token.rotate",
      "parked_request.take",
    ]
  ) assertEquals(seen.has(expected), true, expected);
});
