import { assert, assertEquals, assertFalse } from "@std/assert";
import { sql } from "kysely";
import { base62, type Random, systemRandom } from "../../src/crypto/random.ts";
import { mintSecret } from "../../src/crypto/secret.ts";
import { offerLink } from "../../src/store/one_time_links.ts";
import { formOf, openBrowser } from "../support/browser.ts";
import { authorizeUrl, codeIn, introspect, pkce, post, redeem, refresh, signIn } from "../support/flow.ts";
import { configure, initialAccessToken, register, setPolicy, webApp } from "../support/registration.ts";
import { addClient, addPerson, openProvider, storeOf, type TestProvider } from "../support/provider.ts";

/** Everything that must not be read by others, with what it is. */
const secrets = new Map<string, string>();
const keep = (what: string, ...values: readonly (string | undefined)[]) =>
  values.forEach((value) => value && secrets.set(value, what));

// Every secret that the server mints is 32 random bytes, and nothing else is.
const random: Random = (bytes) => {
  const drawn = systemRandom(bytes);
  if (bytes === 32) keep("a minted secret", base62(drawn));
  return drawn;
};

/** What went over the wire: the answer to each request. */
const answers: {
  readonly status: number;
  readonly location: string;
  readonly type: string;
  readonly text: string;
}[] = [];

function recording(provider: TestProvider): TestProvider {
  return {
    ...provider,
    send: async (address, init) => {
      const response = await provider.send(address, init), { status, headers } = response;
      const text = await response.clone().text();
      if (text.includes("<form")) keep("a form's token", formOf(text).fields.csrf);
      for (const cookie of headers.getSetCookie()) {
        keep("a cookie", cookie.slice(cookie.indexOf("=") + 1).split(";")[0]);
      }
      const [location, type] = [headers.get("location") ?? "", headers.get("content-type") ?? ""];
      answers.push({ status, location, type, text });
      return response;
    },
  };
}

const provider = recording(await openProvider({ random }));
const { issuer, send, lines, db } = provider;
const client = await addClient(provider), person = await addPerson(provider);
keep("a password", person.password);
keep("a client secret", client.client_secret);
const asked = {
  scope: "openid profile offline_access",
  state: "state-that-is-the-apps-own",
  nonce: "nonce-that-is-the-apps-own",
  login_hint: "hinted@private.example",
};
keep("a parameter of /authorize", asked.state, asked.nonce, asked.login_hint, pkce.verifier, pkce.challenge);

/** A person signs in, after typing the password where the name belongs, and allows; the client uses what it gets. */
async function succeed(): Promise<void> {
  const browser = openBrowser(issuer, send);
  const page = await browser.open(authorizeUrl(issuer, client, asked));
  const typed = await browser.submit(page, {
    username: "mistyped-pass-phrase",
    password: "wrong-pass-phrase",
  });
  keep("what was typed", "mistyped-pass-phrase", "wrong-pass-phrase");
  const consent = await signIn(browser, typed, person);
  const code = codeIn(new URL((await browser.submit(consent, { decision: "allow" })).url));
  const tokens = await redeem(send, client, code);
  keep("a token", tokens.access_token, tokens.id_token, tokens.refresh_token);
  for (const part of tokens.id_token!.split(".").slice(1)) keep("a part of a token", part);
  await send("/oauth2/userinfo", { headers: { authorization: `Bearer ${tokens.access_token}` } });
  const fresh = await refresh(send, client, tokens.refresh_token!);
  keep("a token", fresh.access_token, fresh.id_token, fresh.refresh_token);
  assertEquals((await introspect(send, client, fresh.access_token!)).active as unknown, true);
  await browser.open(
    authorizeUrl(issuer, client, { ...asked, prompt: "none", id_token_hint: fresh.id_token }),
  );
  await post(send, "/oauth2/revoke", { token: fresh.refresh_token! }, client);
  // Replays, by the client itself and by another.
  const other = await addClient(provider);
  for (const who of [client, other]) {
    await redeem(send, who, code);
    await refresh(send, who, tokens.refresh_token!);
    await introspect(send, who, fresh.refresh_token!);
    await post(send, "/oauth2/revoke", { token: tokens.access_token! }, who);
  }
  await send("/oauth2/userinfo", { headers: { authorization: `Bearer ${tokens.access_token}` } });
  await send(`/oauth2/userinfo?access_token=${tokens.access_token}`);
}

/** Everything goes wrong that can. */
async function fail(): Promise<void> {
  const browser = openBrowser(issuer, send), secret = client.client_secret;
  const login = await browser.open(authorizeUrl(issuer, client, asked));
  await openBrowser(issuer, send).open(login.url);
  await browser.submit(login, { csrf: "forged", ...person });
  await browser.submit(login, { ...person }, { origin: "https://evil.example" });
  await browser.submit(login, { decision: "deny" });
  await browser.submit(login, { ...person });
  for (
    const wrong of [
      { scope: "a  b" },
      { redirect_uri: "https://evil.example/" },
      { id_token_hint: "a.b.c" },
      { client_id: secret },
    ]
  ) {
    await browser.open(authorizeUrl(issuer, client, { ...asked, ...wrong }));
  }
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const parked = authorizeUrl(issuer, client, { ...asked, response_mode: "form_post", prompt: "none" });
  const answer = await send("/oauth2/authorize", {
    method: "POST",
    headers: form,
    body: parked.search.slice(1),
  });
  for (let i = 0; i < 2; i++) await send(answer.headers.get("location")!);
  const grant = { grant_type: "authorization_code", code: "x" };
  await post(send, "/oauth2/token", { ...grant, client_secret: secret }, client);
  await post(send, "/oauth2/token", { ...grant, client_id: client.client_id, client_secret: `${secret}x` });
  await post(send, "/oauth2/token", { ...grant, code_verifier: pkce.verifier }, {
    ...client,
    client_secret: secret.slice(1),
  });
  for (const authorization of [`Basic ${secret}`, `Bearer ${secret}`, secret]) {
    await send("/oauth2/token", {
      method: "POST",
      headers: { ...form, authorization },
      body: "grant_type=client_credentials",
    });
  }
}

/** Somebody gets a link, sets a password, and tries the link again. */
async function setPassword(): Promise<void> {
  const at = provider.time.now,
    expires_at = at + 3600,
    { handle, reveal } = mintSecret("one_time_link", expires_at, random);
  const link = { handle, purpose: "set_password", account_id: person.sub, expires_at, at } as const;
  await offerLink(storeOf(provider), link);
  keep("a link", reveal());
  const browser = openBrowser(issuer, send), page = await browser.open(`/set-password?link=${reveal()}`);
  keep("a password", "a fresh pass phrase", "2brief!");
  for (const password of ["2brief!", "a fresh pass phrase", "a fresh pass phrase"]) {
    await browser.submit(page, { password });
  }
}

/** Somebody signs in without an app, and asks for a password change that is refused. */
async function visitAccount(): Promise<void> {
  const browser = openBrowser(issuer, send), login = await browser.open("/login");
  await browser.submit(login, { username: person.username, password: "wrong-pass-phrase" });
  const account = await browser.submit(login, { username: person.username, password: person.password });
  assertEquals([account.status, new URL(account.url).pathname], [200, "/account"]);
  await browser.submit(account, { old_password: "wrong-pass-phrase", new_password: "a fresh pass phrase" });
}

/** A client registers itself, looks after its registration, and others try to. */
async function registerItself(): Promise<void> {
  await setPolicy(provider, { registration: "open" });
  const initial = await initialAccessToken(provider);
  keep("an initial access token", initial.token);
  const { body } = await register(send, webApp, initial.token);
  keep("a registration access token", body.registration_access_token);
  keep("a client secret", body.client_secret);
  await register(send, webApp, initial.token);
  await register(send, { redirect_uris: [body.client_secret], client_name: 7 }, undefined);
  await register(send, { ...webApp, software_statement: body.registration_access_token });
  await configure(send, body, "GET");
  await configure(send, body, "PUT", { ...webApp, client_secret: `${body.client_secret}x` });
  await configure(send, { ...body, registration_access_token: body.client_secret }, "GET");
  const uri = `${issuer}/oauth2/register/${body.registration_access_token}`;
  await configure(send, { ...body, registration_client_uri: uri }, "DELETE");
}

await succeed();
await fail();
await visitAccount();
await setPassword();
await registerItself();

/** The secrets that a text holds. */
const heldBy = (text: string) =>
  [...secrets].filter(([secret]) => text.includes(secret)).map(([, what]) => what);

Deno.test("the run behind these tests met what it was meant to meet", () => {
  const kinds = new Set(secrets.values()), seen = new Set(lines.map((line) => JSON.parse(line).why));
  assert(kinds.size >= 9 && secrets.size >= 25, `${secrets.size} of ${[...kinds]}`);
  const expected = [
    "sign_in.wrong",
    "form.csrf",
    "form.foreign",
    "interaction.other_browser",
    "client.secret",
    "client_authentication.one_method",
    "client_authentication.readable",
    "authorization_code.replayed",
    "authorization_code.other_client",
    "prompt_none.login_required",
    "scope.syntax",
    "redirect_uri.registered",
    "id_token_hint.valid",
    "client_id.known",
    "token.other_client",
    "account.password.wrong",
    "initial_access_token.used_up",
    "registration_access_token.wrong",
    "registration.client_secret",
    "software_statement.malformed",
  ];
  assertEquals(expected.filter((why) => !seen.has(why)), []);
});

Deno.test("no line of the log holds a secret, a code, a token, a password or the query of a request", () => {
  for (const line of lines) {
    assertEquals(heldBy(line), [], line);
    assertFalse(line.includes("?"), line);
  }
});

Deno.test("no refusal tells a program a secret, and a redirect that refuses carries the state alone (RFC 6749 section 4.1.2.1)", () => {
  const refusals = answers.filter(({ status, location }) => status >= 400 || location.includes("error="));
  assert(refusals.length >= 20);
  for (const { type, text, location } of refusals) {
    if (type.startsWith("application/json")) assertEquals(heldBy(text), [], text);
    const told = location.replace(encodeURIComponent(asked.state), "");
    assertEquals(heldBy(told), [], location);
  }
});

Deno.test("no page holds a password, and one without a form no secret at all", () => {
  const passwords = [...secrets].filter(([, what]) => what === "a password").map(([text]) => text);
  for (const { type, text } of answers.filter(({ type }) => type.startsWith("text/html"))) {
    assertEquals(passwords.filter((password) => text.includes(password)), [], type);
    if (!text.includes("<form")) assertEquals(heldBy(text), []);
  }
});

Deno.test("no minted secret and no password stands in the database as it is", async () => {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`.execute(db);
  const ours = [...secrets].filter(([, what]) => !/parameter|form/.test(what) && what !== "what was typed");
  for (const { name } of tables) {
    const { rows } = await sql.raw<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`).execute(
      db,
    );
    for (const { row } of rows) {
      assertEquals(
        ours.filter(([secret]) => row.includes(secret)),
        [],
        `${name}: ${row}`,
      );
    }
  }
});

Deno.test("what explains a refusal later holds no secret either", async () => {
  const rows = await db.selectFrom("refusal").selectAll().execute();
  assert(rows.length > 5);
  for (const row of rows) assertEquals(heldBy(JSON.stringify(row)), [], row.why);
});
