/** Every ready-made upstream against a fake that behaves as its documentation says, with and without each of its quirks. */
import { createHmac } from "node:crypto";
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { base64url, exportJWK, exportPKCS8, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { believedEmail } from "../../src/domain/upstream_arrival.ts";
import { hasManyIssuers } from "../../src/protocol/upstream/upstream_issuer.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { UpstreamPreset } from "../../src/protocol/upstream/presets/preset.ts";
import { upstreamPresets } from "../../src/protocol/upstream/presets/presets.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { formOf, openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { startDocumentedHosts } from "../support/documented_hosts.ts";
import { authorizeUrl, post } from "../support/flow.ts";
import { addClient, lastRefusal } from "../support/provider.ts";
import { addUpstream, leaveAlone, upstreamButtons } from "../support/upstreams.ts";
import { type DocumentedError, documentedErrors, sentBack } from "./presets/errors.ts";
import type { PresetFixture } from "./presets/fixture.ts";
import { fixtures } from "./presets/fixtures.ts";
import { oauth1Fixtures } from "./presets/oauth1.ts";
import { issuerOf, type PresetUpstream, presetUpstream } from "./presets/upstream.ts";

const encoded = (value: unknown) => base64url.encode(JSON.stringify(value));

const client_id = "our-id-there", client_secret = "our secret there";
const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...await exportJWK(publicKey), kid: "1", alg: "RS256", use: "sig" };
const pair = await generateKeyPair("ES256", { extractable: true });
const key = { publicKey: pair.publicKey, key_id: "ABC123DEFG", team_id: "DEF123GHIJ" };

const hosts = startDocumentedHosts();
Deno.test.afterAll(async () => await hosts[Symbol.asyncDispose]());
const provider = await openAdmin({ fetch: hosts.fetch, request: hosts.request });
const { issuer, send, db, time, call } = provider;

/** What differs of an upstream, or of what we have of it. */
interface Differing {
  readonly keys?: readonly object[];
  /** The secret that it gave us, where an operator mistyped it. */
  readonly mistyped?: string;
}

/** Lets people sign in with a ready-made upstream, and nobody has yet. */
async function openTo(
  preset: UpstreamPreset,
  fixture: PresetFixture,
  { keys = [jwk], mistyped }: Differing = {},
): Promise<PresetUpstream> {
  await db.deleteFrom("upstream_identity").execute();
  await db.deleteFrom("account").execute();
  await db.deleteFrom("upstream").execute();
  const { scopes, token_endpoint_auth_method, kind, id, quirks } = preset;
  const { issuer: of = issuerOf(preset), token } = fixture, { key_id, team_id } = key;
  const redirect_uri = `${issuer}/rp/callback/${id}`, now = () => time.now;
  const upstream = presetUpstream(preset, fixture, {
    registered: { client_id, client_secret, redirect_uri, key, keys, privateKey, now },
    errors: documentedErrors[id] ?? [],
  });
  hosts.serve(upstream.hostnames, upstream.answer);
  const many_issuers = hasManyIssuers(of, quirks), trust_email = !many_issuers;
  const store_tokens = fixture.store_tokens ?? false, bySecret = typeof token.by === "string";
  const ours = { scopes: fixture.scopes ?? scopes, token_endpoint_auth_method, trust_email, store_tokens };
  await addUpstream(
    provider,
    {
      slug: id,
      issuer: of,
      client_id,
      client_secret: mistyped ?? (bySecret ? client_secret : await exportPKCS8(pair.privateKey)),
    },
    bySecret ? ours : { ...ours, key_id, team_id },
    { kind, preset: id, many_issuers },
  );
  return upstream;
}

/** Sends a person to an upstream. @returns the upstream's address with our request. */
const leave = ({ id }: UpstreamPreset, browser: TestBrowser) => leaveAlone(provider, browser, { idp: id });

/**
 * A person stands at an upstream, and is sent back: by an address, or by a page that posts itself. Where the upstream
 * finds that it may not, they stay.
 *
 * @param change What differs of the parameters that they bring back.
 */
async function comeBack(
  request: URL,
  browser: TestBrowser,
  change: (parameters: URLSearchParams) => void = () => {},
): Promise<Visit> {
  const page = await hosts.request(request.href, { accept: ["text/html"] });
  assert(page.ok, request.href);
  const { status, headers: { location }, body } = page.value, html = new TextDecoder().decode(body);
  if (status >= 400) return { url: request.href, status, html, headers: new Headers() };
  if (location !== undefined) {
    const back = new URL(location);
    change(back.searchParams);
    return await browser.open(back);
  }
  const { action, fields } = formOf(html), posted = new URLSearchParams(fields);
  change(posted);
  // What another site posts brings no cookies.
  const { headers } = await send(action, { method: "POST", body: posted });
  return await browser.open(headers.get("location")!);
}

/** Who somebody is, here. */
async function personHere() {
  const row = await db.selectFrom("upstream_identity as i")
    .innerJoin("account as a", (join) => join.onRef("a.id", "=", "i.account_id"))
    .select(["i.sub", "i.iss", "a.email", "a.claims"]).executeTakeFirst();
  return row && { sub: row.sub, claims: row.claims, email: row.email, iss: row.iss };
}

/** Signs a person in with a ready-made upstream. @returns who they are here; undefined where they are nobody. */
async function signInWith(preset: UpstreamPreset, fixture: PresetFixture) {
  await openTo(preset, fixture);
  const browser = openBrowser(issuer, send), request = await leave(preset, browser).catch(() => undefined);
  // What no server sees, a page of the upstream's does.
  if (!request || request.hash !== (fixture.fragment ?? "")) return undefined;
  await comeBack(request, browser);
  return await personHere();
}

const isSignedIn = ({ cookies }: TestBrowser) => cookies.has("lk_br_default");

/** What becomes of people who come, and of one who declines, wherever the fixture says how that is. */
async function outcome(preset: UpstreamPreset, fixture: PresetFixture): Promise<unknown> {
  const { declined, elsewhere } = fixture, person = await signInWith(preset, fixture);
  return {
    person,
    ...(declined === undefined
      ? {}
      : { refusal: (await refusalFor(preset, fixture, sentBack("declined", { error: declined }))).why }),
    ...(elsewhere ? { elsewhere: await outcome(preset, elsewhere) } : {}),
  };
}

/** What should become of them. */
const due = (
  preset: UpstreamPreset,
  { person, issuer: of, stated, declined, elsewhere }: PresetFixture,
): unknown => ({
  person: { ...person, iss: stated?.iss ?? of ?? issuerOf(preset) },
  ...(declined === undefined ? {} : { refusal: `upstream.response.${declined}` }),
  ...(elsewhere ? { elsewhere: due(preset, elsewhere) } : {}),
});

Deno.test("every ready-made upstream has a fixture, and its documentation's address", () => {
  const described = [...Object.keys(fixtures), ...Object.keys(oauth1Fixtures)];
  assertEquals(described.toSorted(), [...upstreamPresets.keys()]);
  for (const preset of upstreamPresets.values()) {
    assertMatch(preset.documentation, /^https:\/\/[a-z0-9.-]+\/\S+$/, preset.id);
    assertMatch(issuerOf(preset), /^https:\/\//, preset.id);
    assert(preset.name !== "", preset.id);
  }
});

for (const [id, fixture] of Object.entries(fixtures)) {
  const preset = upstreamPresets.get(id)!;

  Deno.test(`a person signs in with ${preset.name}, as its documentation says (${preset.documentation})`, async () => {
    assertEquals(await outcome(preset, fixture), due(preset, fixture));
  });

  for (const quirk of preset.quirks) {
    Deno.test(`nobody signs in rightly with ${preset.name} without its row ${quirk.name}`, async () => {
      const quirks = preset.quirks as unknown as unknown[], at = quirks.indexOf(quirk);
      quirks.splice(at, 1);
      try {
        assertNotEquals(await outcome(preset, fixture), due(preset, fixture));
      } finally {
        quirks.splice(at, 0, quirk);
      }
    });
  }
}

Deno.test("an address that is not the primary one, or not verified, is nobody's (GitHub)", async () => {
  const { github } = fixtures, emails = "https://api.github.com/user/emails";
  const answering = (answer: unknown): PresetFixture => ({
    ...github!,
    api: { ...github!.api, [emails]: { method: "GET", answer } },
  });
  const email = "ada@people.example";
  for (
    const given of [
      [{ email, verified: false, primary: true }],
      [{ email, verified: true, primary: false }],
      [{ email, verified: "true", primary: true }],
      [],
      {},
    ]
  ) {
    assertEquals((await signInWith(upstreamPresets.get("github")!, answering(given)))?.email, null);
  }
});

/** Has an upstream refuse. @returns the reason in the log, and the errors that it answered with. */
async function refusalFor(
  preset: UpstreamPreset,
  fixture: PresetFixture,
  error: DocumentedError,
): Promise<{ readonly why: string | undefined; readonly refused: readonly unknown[] }> {
  const { cause } = error, browser = openBrowser(issuer, send);
  const mistyped = cause === "client" ? await another(fixture) : undefined;
  const upstream = await openTo(preset, cause === "scope" ? withoutScope(preset, fixture) : fixture, {
    ...(mistyped === undefined ? {} : { mistyped }),
  });
  upstream.revokes = cause === "token";
  if (cause === "declined" || cause === "trouble") upstream.trouble = error;
  const visit = await comeBack(await leave(preset, browser), browser, (parameters) => {
    if (cause === "code") parameters.set("code", "a-code-of-nobody");
  });
  assertStringIncludes(visit.html, `href="${issuer}/login"`);
  assertEquals(isSignedIn(browser), false);
  return { why: lastRefusal(provider), refused: upstream.refused };
}

/** A secret, or a key, that is not ours. */
const another = async ({ token }: PresetFixture) =>
  typeof token.by === "string"
    ? "mistyped"
    : await exportPKCS8((await generateKeyPair("ES256", { extractable: true })).privateKey);

/** The same where we do not ask for a scope that its API needs. */
function withoutScope({ scopes }: UpstreamPreset, fixture: PresetFixture): PresetFixture {
  const needed = Object.values(fixture.api).flatMap(({ scope }) => scope ?? []);
  const left = (all: readonly string[]) => all.filter((scope) => !needed.includes(scope));
  const { scope } = fixture.authorize;
  return {
    ...fixture,
    scopes: left(scopes),
    authorize: { ...fixture.authorize, scope: left(scope!.split(" ")).join(" ") },
  };
}

for (const [id, errors] of Object.entries(documentedErrors)) {
  const preset = upstreamPresets.get(id)!;
  Deno.test(`nobody is signed in with ${preset.name} where it answers with an error, as its documentation shows it`, async () => {
    for (const error of errors) {
      const { refusal: why, document } = error;
      assertEquals(await refusalFor(preset, fixtures[id]!, error), { why, refused: [document] });
    }
  });
}

for (const [id, errors] of Object.entries(documentedErrors)) {
  const preset = upstreamPresets.get(id)!, fixture = fixtures[id]!;
  if (!errors.some(({ cause }) => cause === "client")) continue;

  Deno.test(`the look at ${preset.name} finds nothing where all is right, and a secret that is not ours`, async () => {
    const faults = async (differing: Differing) => {
      await openTo(preset, fixture, differing);
      const { findings } = (await call("POST", `/upstreams/${id}/test`)).body;
      return (findings as Finding[]).flatMap(({ check, status, found }) =>
        status === "ok" ? [] : [`${check} ${status}: ${found}`]
      );
    };
    assertEquals(await faults({}), []);
    const [fault = "", ...others] = await faults({ mistyped: await another(fixture) });
    assertMatch(fault, /^client_authentication fail/);
    assertEquals(others, []);
  });
}

/**
 * Upstreams that tie codes to what was asked, and the reason in the log where a code is of another's flow. LinkedIn does
 * not, by PKCE or by nonce.
 */
const tied: Readonly<Record<string, string>> = {
  github: "token_endpoint.no_access_token",
  microsoft: "token_endpoint.refused",
  slack: "token_endpoint.no_access_token",
  x: "token_endpoint.refused",
  apple: "id_token.nonce",
};

for (const [id, why] of Object.entries(tied)) {
  const preset = upstreamPresets.get(id)!;
  Deno.test(`the code of another flow signs nobody in with ${preset.name}: ${why} (RFC 9700 section 4.5)`, async () => {
    await openTo(preset, fixtures[id]!);
    const theirs = openBrowser(issuer, send), mine = openBrowser(issuer, send);
    let stolen = "";
    await comeBack(await leave(preset, theirs), theirs, (parameters) => {
      stolen = parameters.get("code")!;
      parameters.delete("code");
    });
    await comeBack(await leave(preset, mine), mine, (parameters) => parameters.set("code", stolen));
    assertEquals([isSignedIn(mine), lastRefusal(provider)], [false, `upstream.${why}`]);
  });
}

for (const id of ["apple", "microsoft", "x"]) {
  const preset = upstreamPresets.get(id)!, by = fixtures[id]!.token.rotates ? "each once" : "always the same";
  Deno.test(`tokens of ${preset.name} are exchanged as often as they expire, by refresh tokens: ${by} (RFC 6749 section 6)`, async () => {
    await signInWith(preset, fixtures[id]!);
    const { id: account } = await db.selectFrom("account").select("id").executeTakeFirstOrThrow();
    const seen = new Set<string>();
    for (let times = 0; times < 3; times++) {
      const { upstream_tokens: [given] } = (await call("GET", `/users/${account}/upstream_tokens`)).body;
      assertEquals(given.status, "usable");
      seen.add(given.access_token);
      time.now += 7200;
    }
    assertEquals(seen.size, 3);
  });
}

Deno.test("a name that is sent once stays when it is not sent again (Apple)", async () => {
  const preset = upstreamPresets.get("apple")!, { first_response, person } = fixtures.apple!;
  await openTo(preset, fixtures.apple!);
  const sent: (string | null)[] = [];
  for (const browser of [openBrowser(issuer, send), openBrowser(issuer, send)]) {
    await comeBack(await leave(preset, browser), browser, (parameters) => {
      sent.push(parameters.get("user"));
    });
    assertEquals([isSignedIn(browser), (await personHere())?.claims], [true, person.claims]);
  }
  assertEquals(sent, [first_response!.user!, null]);
});

Deno.test("an address that another account has taken over counts as unverified (Kakao)", async () => {
  const { kakao } = fixtures, place = "https://kapi.kakao.com/v2/user/me";
  for (const wrong of [{ is_email_valid: false }, { is_email_verified: false }]) {
    const { kakao_account } = kakao!.api[place]!.answer as { kakao_account: object };
    const answer = { id: 123456789, kakao_account: { ...kakao_account, ...wrong } };
    const fixture: PresetFixture = { ...kakao!, api: { [place]: { method: "GET", answer } } };
    assertEquals((await signInWith(upstreamPresets.get("kakao")!, fixture))?.email, null);
  }
});

Deno.test("an upstream that does not say when somebody proved themselves is not offered where that has to be recent (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await addClient(provider), github = upstreamPresets.get("github")!;
  await signInWith(github, fixtures.github!);
  const offered = async (asked: Readonly<Record<string, string>>) => {
    const login = await openBrowser(issuer, send).open(authorizeUrl(issuer, client, asked));
    return Object.keys(upstreamButtons(login));
  };
  assertEquals(await offered({}), ["Continue with The github"]);
  for (const asked of [{ prompt: "login" }, { max_age: "60" }]) {
    assertEquals(await offered(asked), []);
    // Whoever makes up the address comes no further than back.
    const browser = openBrowser(issuer, send);
    const { url } = await browser.open(authorizeUrl(issuer, client, asked));
    const interaction = new URL(url).searchParams.get("interaction")!;
    const query = new URLSearchParams({ idp: "github", interaction });
    const request = new URL((await browser.open(`${issuer}/rp/authorize?${query}`)).url);
    assertEquals((await comeBack(request, browser)).status, 400);
    assertEquals(lastRefusal(provider), "upstream.userinfo_endpoint.auth_time");
  }
});

/** Signs in with Microsoft Entra where one thing is another. @returns the reason in the log where nobody is let in. */
async function refusalOfEntra(
  { claims = {}, keys = [jwk], allowed_tids = [], of }: {
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly keys?: readonly object[];
    readonly allowed_tids?: readonly string[];
    /** What an operator names it by. */
    readonly of?: string;
  },
): Promise<string | undefined> {
  const preset = upstreamPresets.get("microsoft")!, usual = fixtures.microsoft!;
  const fixture = {
    ...usual,
    id_token: { ...usual.id_token, ...claims },
    ...(of === undefined ? {} : { issuer: of }),
  };
  await openTo(preset, fixture, { keys });
  await db.updateTable("upstream").set({ allowed_tids }).execute();
  time.now += 3600;
  const browser = openBrowser(issuer, send);
  await comeBack(await leave(preset, browser), browser);
  return isSignedIn(browser) ? undefined : lastRefusal(provider);
}

Deno.test("whoever comes from a tenant of many is of the tenant that the ID token names, of its issuer and its keys (Microsoft Entra)", async () => {
  const { tid } = fixtures.microsoft!.id_token!, other = "11111111-86f1-41af-91ab-2d7cd011db47";
  const host = "https://login.microsoftonline.com", iss = `${host}/${other}/v2.0`;
  assertEquals(await refusalOfEntra({}), undefined);
  assertEquals(await refusalOfEntra({ claims: { tid: other, iss } }), undefined);
  assertEquals(await refusalOfEntra({ claims: { tid: other } }), "upstream.id_token.iss");
  assertEquals(await refusalOfEntra({ claims: { iss } }), "upstream.id_token.iss");
  assertEquals(await refusalOfEntra({ claims: { tid: undefined } }), "upstream.id_token.iss");
  const trick = "x/v2.0?", stated = { tid: trick, iss: `${host}/${trick}/v2.0` };
  assertEquals(await refusalOfEntra({ claims: stated }), "upstream.id_token.iss");
  const template = `${host}/{tenantid}/v2.0`;
  assertEquals(
    await refusalOfEntra({ claims: { tid: "{tenantid}", iss: template } }),
    "upstream.id_token.iss",
  );
  assertEquals(await refusalOfEntra({ allowed_tids: [tid as string] }), undefined);
  assertEquals(await refusalOfEntra({ allowed_tids: [other] }), "upstream.id_token.tid");
  assertEquals(await refusalOfEntra({ keys: [{ ...jwk, issuer: template }] }), undefined);
  assertEquals(await refusalOfEntra({ keys: [{ ...jwk, issuer: iss }] }), "upstream.id_token.signature");
});

Deno.test("whoever has an account at home is nobody where an operator named the organizations, and somebody where anybody may come (Microsoft Entra)", async () => {
  const host = "https://login.microsoftonline.com", tid = "9188040d-6c67-4c5b-b112-36a304b66dad";
  const claims = { tid, iss: `${host}/${tid}/v2.0` };
  assertEquals(await refusalOfEntra({ of: `${host}/organizations/v2.0` }), undefined);
  assertEquals(await refusalOfEntra({ of: `${host}/organizations/v2.0`, claims }), "upstream.id_token.iss");
  assertEquals(await refusalOfEntra({ claims }), undefined);
});

Deno.test("who signs out at a tenant of many is signed out here by the word of that tenant, and of no other (Microsoft Entra, OpenID Connect Back-Channel Logout section 2.6)", async () => {
  const preset = upstreamPresets.get("microsoft")!, { sub, tid } = fixtures.microsoft!.id_token!;
  const host = "https://login.microsoftonline.com", iss = `${host}/${tid}/v2.0`;
  const other = "11111111-86f1-41af-91ab-2d7cd011db47", template = `${host}/{tenantid}/v2.0`;
  await openTo(preset, fixtures.microsoft!, { keys: [{ ...jwk, issuer: template }] });
  time.now += 3600;
  const browser = openBrowser(issuer, send);
  await comeBack(await leave(preset, browser), browser);
  const isHere = async () => new URL((await browser.open(`${issuer}/account`)).url).pathname === "/account";
  const tell = async (claims: Readonly<Record<string, unknown>>) => {
    const logout_token = await new SignJWT({
      iss,
      sub: String(sub),
      aud: client_id,
      iat: time.now,
      exp: time.now + 60,
      jti: JSON.stringify(claims),
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      ...claims,
    }).setProtectedHeader({ alg: "RS256", kid: "1", typ: "logout+jwt" }).sign(privateKey);
    return (await post(send, "/rp/backchannel_logout/microsoft", { logout_token })).status;
  };
  for (
    const claims of [{ tid: other }, { iss: template }, { iss: `${host}/common/v2.0` }, {
      iss: `${host}//v2.0`,
    }, {
      iss: "x",
    }]
  ) {
    assertEquals(
      [await tell(claims), lastRefusal(provider)],
      [400, "logout_token.iss"],
      JSON.stringify(claims),
    );
  }
  assertEquals([await tell({ iss: `${host}/${other}/v2.0` }), await isHere()], [200, true], "another's sub");
  assertEquals([await tell({}), await isHere()], [200, false]);
  await comeBack(await leave(preset, browser), browser);
  assertEquals([await isHere(), await tell({ tid }), await isHere()], [true, 200, false]);
});

Deno.test("no address is believed of an upstream that speaks for many, whatever is written of it (nOAuth)", async () => {
  const preset = upstreamPresets.get("microsoft")!;
  await openTo(preset, fixtures.microsoft!);
  const trusting = db.updateTable("upstream").set({ trust_email: true }).execute();
  await assertRejects(() => trusting, Error, "upstream_many_issuers");
  const policy = { trust_email: true, many_issuers: true };
  assertEquals(believedEmail(policy, { email: "ada@people.example", email_verified: true }), undefined);
});

Deno.test("an ID token that our secret should have signed is not taken with any key of the upstream, nor without a secret (LINE)", async () => {
  const preset = upstreamPresets.get("line")!, fixture = fixtures.line!;
  assertEquals(await signInWith(preset, { ...fixture, signs_by_secret: undefined as never }), undefined);
  assertEquals(lastRefusal(provider), "upstream.id_token.alg");
  for (const secret of [new TextEncoder().encode(await exportSPKI(publicKey)), new Uint8Array()]) {
    const upstream = await openTo(preset, fixture);
    if (secret.length === 0) await db.updateTable("upstream").set({ client_secret: null }).execute();
    const browser = openBrowser(issuer, send), request = await leave(preset, browser);
    const nonce = request.searchParams.get("nonce")!, { iss, aud } = { iss: preset.issuer, aud: client_id };
    const claims = encoded({ sub: "eve", iss, aud, nonce, exp: time.now + 60, iat: time.now });
    const signed = `${encoded({ alg: "HS256" })}.${claims}`;
    const mac = createHmac("sha256", secret).update(signed).digest("base64url");
    const document = { ...fixture.tokens, id_token: `${signed}.${mac}` };
    upstream.trouble = { cause: "trouble", at: "token", status: 200, document, refusal: "" };
    await comeBack(request, browser);
    assertEquals([isSignedIn(browser), lastRefusal(provider)], [false, "upstream.id_token.signature"]);
  }
});
