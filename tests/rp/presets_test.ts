/** Every ready-made upstream against a fake that behaves as its documentation says, with and without each of its quirks. */
import { createHmac } from "node:crypto";
import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { base64url, exportJWK, exportPKCS8, exportSPKI, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { believedEmail } from "../../src/domain/upstream_arrival.ts";
import { err, ok } from "../../src/domain/result.ts";
import type { GuardedRequest } from "../../src/outbound/guarded_request.ts";
import type { UpstreamPreset } from "../../src/protocol/upstream_presets/preset.ts";
import { endpointsAt } from "../../src/protocol/upstream_presets/preset_issuer.ts";
import { upstreamPresets } from "../../src/protocol/upstream_presets/presets.ts";
import { hasManyIssuers } from "../../src/protocol/upstream_issuer.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { documents } from "../support/documents.ts";
import { authorizeUrl } from "../support/flow.ts";
import { addClient, lastRefusal, openProvider } from "../support/provider.ts";
import { addUpstream, leaveAlone, upstreamButtons } from "../support/upstreams.ts";
import { type DocumentedError, documentedErrors } from "./presets/errors.ts";
import type { PresetFixture } from "./presets/fixture.ts";
import { fixtures } from "./presets/fixtures.ts";
import { oauth1Fixtures } from "./presets/oauth1.ts";

const client_id = "our-id-there", client_secret = "our secret there";
const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...await exportJWK(publicKey), kid: "1", alg: "RS256", use: "sig" };

const encoded = (value: unknown) => base64url.encode(JSON.stringify(value));

const network = documents();
let answer: GuardedRequest = () => Promise.resolve(err({ why: "unreachable", detail: "" }));
const provider = await openProvider({ fetch: network.fetch, request: (url, asked) => answer(url, asked) });
const { issuer, send, db, time } = provider;

const json = (document: unknown, status = 200, type = "application/json; charset=utf-8") =>
  ok({
    status,
    headers: { "content-type": type },
    body: new TextEncoder().encode(JSON.stringify(document)),
  });

type Asked = Parameters<GuardedRequest>[1];

/** What an upstream sends back with a person. */
const sentBack = ({ response = {} }: PresetFixture, request: URL) => ({
  ...response,
  state: request.searchParams.get("state")!,
});

/** The parameters of a token request; undefined where it is sent in another way than it has to be. */
function tokenParameters(as: PresetFixture["token"]["as"], url: URL, { form, body }: Asked) {
  if (as === "query") return form || body ? undefined : Object.fromEntries(url.searchParams);
  if (as === "form") return form;
  return body?.json && JSON.parse(body.json);
}

const key = {
  pair: await generateKeyPair("ES256", { extractable: true }),
  key_id: "ABC123DEFG",
  team_id: "DEF123GHIJ",
};

/** Whether a client_secret is what a key of ours signed just now, as its owner's documentation says. */
async function isSignedSecret(secret: string, audience: string): Promise<boolean> {
  const { payload, protectedHeader } = await jwtVerify(secret, key.pair.publicKey, {
    issuer: key.team_id,
    subject: client_id,
    audience,
    currentDate: new Date(time.now * 1000),
    algorithms: ["ES256"],
    maxTokenAge: 60,
  });
  return protectedHeader.kid === key.key_id && payload.exp! - payload.iat! <= 15_777_000;
}

/** Whether a token request is as the documentation says. */
async function fitsToken(
  fixture: PresetFixture,
  request: URL,
  { url, asked }: { url: URL; asked: Asked },
): Promise<boolean> {
  const { token, authorize } = fixture, form = tokenParameters(token.as, url, asked);
  if (!form || form.grant_type !== "authorization_code" || form.code !== "the-code") return false;
  if (("code_verifier" in form) === (authorize.code_challenge === null)) return false;
  const known: Readonly<Record<string, string>> = sentBack(fixture, request);
  if (token.brought_back?.some((name) => form[name] !== known[name])) return false;
  if (token.by === "basic") {
    return asked.headers?.authorization ===
      `Basic ${btoa(`${client_id}:${client_secret.replaceAll(" ", "+")}`)}`;
  }
  if (form[token.client_id!] !== client_id) return false;
  if (typeof token.by === "object") {
    return await isSignedSecret(form.client_secret, token.by.key).catch(() => false);
  }
  return form[token.client_secret ?? "client_secret"] === (token.by === "none" ? undefined : client_secret);
}

type Place = PresetFixture["api"][string];

/** Whether a request to its API is as the documentation says. */
function fitsApi(
  { method, headers = {}, scheme = "Bearer", parameters, json }: Place,
  access_token: unknown,
  { url, asked }: { readonly url: URL; readonly asked: Asked },
): boolean {
  if (method !== (asked.form || asked.body ? "POST" : "GET")) return false;
  const sent = asked.form ?? Object.fromEntries(url.searchParams);
  if (parameters) return Object.entries(parameters).every(([name, value]) => sent[name] === value);
  return asked.headers?.authorization === `${scheme} ${access_token}` &&
    Object.entries(headers).every(([name, value]) => asked.headers?.[name] === value) &&
    asked.body?.json === (json === undefined ? undefined : JSON.stringify(json));
}

/** The issuer of a ready-made upstream, or what one looks like. */
const issuerOf = ({ issuer: of }: UpstreamPreset) => typeof of === "string" ? of : of.example;

/** The upstream as its fixture has it, for one sign-in. */
function behaveAs(preset: UpstreamPreset, fixture: PresetFixture, request: URL): void {
  const named = fixture.issuer ?? issuerOf(preset);
  const token_endpoint = preset.kind === "oidc"
    ? `${named.replace(/\/$/, "")}/fake/token`
    : endpointsAt(preset.endpoints, named).token_endpoint;
  answer = async (address, asked) => {
    const url = new URL(address), place = `${url.origin}${url.pathname}`;
    if (place === token_endpoint) {
      if (!(await fitsToken(fixture, request, { url, asked }))) {
        return json({ error: "invalid_request" }, 400);
      }
      const { nonce, ...claims } = fixture.id_token ?? {};
      const id_token = fixture.id_token && await new SignJWT({
        iss: fixture.stated?.iss ?? named,
        aud: client_id,
        exp: time.now + 60,
        iat: time.now,
        ...(nonce === false ? {} : { nonce: request.searchParams.get("nonce") }),
        ...claims,
      }).setProtectedHeader(fixture.signs_by_secret ? { alg: "HS256" } : { alg: "RS256", kid: "1" })
        .sign(fixture.signs_by_secret ? new TextEncoder().encode(client_secret) : privateKey);
      return json({ ...fixture.tokens, ...(id_token ? { id_token } : {}) });
    }
    const called = fixture.api[place];
    return called && fitsApi(called, fixture.tokens.access_token, { url, asked })
      ? json(called.answer, 200, called.type)
      : json({ message: "no" }, 400);
  };
}

function publish(preset: UpstreamPreset, fixture: PresetFixture): void {
  const of = fixture.issuer ?? issuerOf(preset), base = of.replace(/\/$/, "");
  network.at.set(`${base}/.well-known/openid-configuration`, {
    issuer: fixture.stated?.issuer ?? of,
    authorization_endpoint: `${base}/fake/authorize`,
    token_endpoint: `${base}/fake/token`,
    jwks_uri: `${base}/fake/jwks`,
    response_types_supported: ["code"],
    ...(fixture.userinfo_endpoint ? { userinfo_endpoint: fixture.userinfo_endpoint } : {}),
  });
  network.at.set(`${base}/fake/jwks`, { keys: [jwk] });
}

/** Sends a person back from an upstream: by an address, or by a form. */
async function comeBack(
  id: string,
  { browser, request, fixture }: {
    readonly browser: TestBrowser;
    readonly request: URL;
    readonly fixture: PresetFixture;
  },
  more: Readonly<Record<string, string>>,
): Promise<void> {
  const callback = `${issuer}/rp/callback/${id}`;
  const answer = new URLSearchParams({ ...sentBack(fixture, request), ...more });
  const { headers } = fixture.posts ? await send(callback, { method: "POST", body: answer }) : new Response();
  await browser.open(headers.get("location") ?? `${callback}?${answer}`);
}

/** Lets people sign in with a ready-made upstream, and nobody has yet. */
async function openTo(preset: UpstreamPreset, fixture: PresetFixture): Promise<void> {
  await db.deleteFrom("upstream_identity").execute();
  await db.deleteFrom("account").execute();
  await db.deleteFrom("upstream").execute();
  publish(preset, fixture);
  const { scopes, token_endpoint_auth_method, kind, id, quirks } = preset;
  const { issuer: of = issuerOf(preset), token } = fixture, { key_id, team_id, pair } = key;
  const many_issuers = hasManyIssuers(of, quirks), trust_email = !many_issuers;
  const store_tokens = fixture.store_tokens ?? false;
  const ours = { scopes: fixture.scopes ?? scopes, token_endpoint_auth_method, trust_email, store_tokens };
  await addUpstream(
    provider,
    {
      slug: id,
      issuer: of,
      client_id,
      client_secret: typeof token.by === "string" ? client_secret : await exportPKCS8(pair.privateKey),
    },
    typeof token.by === "string" ? ours : { ...ours, key_id, team_id },
    { kind, preset: id, many_issuers },
  );
}

/** Signs a person in with a ready-made upstream. @returns who they are here; undefined where they are nobody. */
async function signInWith(preset: UpstreamPreset, fixture: PresetFixture) {
  await openTo(preset, fixture);
  const { id } = preset, browser = openBrowser(issuer, send);
  const request = await leaveAlone(provider, browser, { idp: id }).catch(() => undefined);
  if (!request) return undefined;
  const fits =
    Object.entries(fixture.authorize).every(([name, value]) => request.searchParams.get(name) === value) &&
    request.hash === (fixture.fragment ?? "");
  behaveAs(preset, fixture, request);
  const back = { browser, request, fixture };
  await comeBack(id, back, fits ? { code: "the-code" } : { error: "invalid_request" });
  const row = await db.selectFrom("upstream_identity as i")
    .innerJoin("account as a", (join) => join.onRef("a.id", "=", "i.account_id"))
    .select(["i.sub", "i.iss", "a.email", "a.claims"]).executeTakeFirst();
  return row && { sub: row.sub, claims: row.claims, email: row.email, iss: row.iss };
}

/** What becomes of people who come, and of one who declines, wherever the fixture says how that is. */
async function outcome(preset: UpstreamPreset, fixture: PresetFixture): Promise<unknown> {
  const { declined, elsewhere } = fixture, person = await signInWith(preset, fixture);
  if (declined !== undefined) {
    const browser = openBrowser(issuer, send);
    const request = await leaveAlone(provider, browser, { idp: preset.id });
    await comeBack(preset.id, { browser, request, fixture }, { error: declined });
  }
  return {
    person,
    ...(declined === undefined ? {} : { refusal: lastRefusal(provider) }),
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

/** Has somebody come back where an upstream answers with one of its errors. @returns the reason in the log. */
async function refusalFor(
  preset: UpstreamPreset,
  { at, status, document }: Pick<DocumentedError, "at" | "status" | "document">,
): Promise<string | undefined> {
  const fixture = fixtures[preset.id]!;
  await openTo(preset, fixture);
  const browser = openBrowser(issuer, send),
    request = await leaveAlone(provider, browser, { idp: preset.id });
  behaveAs(preset, fixture, request);
  const usual = answer;
  answer = (url, asked) => {
    const place = Object.keys(fixture.api).some((address) => url.startsWith(address)) ? "api" : "token";
    return place === at ? Promise.resolve(json(document, status)) : usual(url, asked);
  };
  await comeBack(preset.id, { browser, request, fixture }, { code: "the-code" });
  assertEquals(browser.cookies.has("lk_br_default"), false);
  return lastRefusal(provider);
}

for (const [id, errors] of Object.entries(documentedErrors)) {
  const preset = upstreamPresets.get(id)!;
  Deno.test(`nobody is signed in with ${preset.name} where it answers with an error, as its documentation shows it`, async () => {
    for (const error of errors) {
      assertEquals(await refusalFor(preset, error), error.refusal, JSON.stringify(error.document));
    }
  });
}

Deno.test("an error that comes with status 200 signs nobody in (WeChat)", async () => {
  const document = { errcode: 40029, errmsg: "invalid code" };
  const refusal = await refusalFor(upstreamPresets.get("wechat")!, { at: "token", status: 200, document });
  assertEquals(refusal, "upstream.token_endpoint.no_access_token");
});

Deno.test("an error that comes with status 200 instead of who somebody is signs nobody in (WeChat)", async () => {
  const { wechat } = fixtures, place = "https://api.weixin.qq.com/sns/userinfo";
  const answer = { errcode: 40003, errmsg: "invalid openid" };
  const broken = { ...wechat!, api: { [place]: { ...wechat!.api[place]!, answer } } };
  assertEquals(await signInWith(upstreamPresets.get("wechat")!, broken), undefined);
  assertEquals(lastRefusal(provider), "upstream.userinfo_endpoint.no_subject");
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
    behaveAs(github, fixtures.github!, request);
    const back = new URLSearchParams({ state: request.searchParams.get("state")!, code: "the-code" });
    assertEquals((await browser.open(`${issuer}/rp/callback/github?${back}`)).status, 400);
    assertEquals(lastRefusal(provider), "upstream.userinfo_endpoint.auth_time");
  }
});

/** Signs in with Microsoft Entra where one thing is another. @returns the reason in the log where nobody is let in. */
async function refusalOfEntra(
  { claims = {}, keys = [jwk], allowed_tids = [] }: {
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly keys?: readonly object[];
    readonly allowed_tids?: readonly string[];
  },
): Promise<string | undefined> {
  const preset = upstreamPresets.get("microsoft")!, usual = fixtures.microsoft!;
  const fixture = { ...usual, id_token: { ...usual.id_token, ...claims } };
  await openTo(preset, fixture);
  await db.updateTable("upstream").set({ allowed_tids }).execute();
  time.now += 3600;
  network.at.set(`${issuerOf(preset)}/fake/jwks`, { keys });
  const browser = openBrowser(issuer, send);
  const request = await leaveAlone(provider, browser, { idp: preset.id });
  behaveAs(preset, fixture, request);
  await comeBack(preset.id, { browser, request, fixture }, { code: "the-code" });
  return browser.cookies.has("lk_br_default") ? undefined : lastRefusal(provider);
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
    await openTo(preset, fixture);
    if (secret.length === 0) await db.updateTable("upstream").set({ client_secret: null }).execute();
    const browser = openBrowser(issuer, send), request = await leaveAlone(provider, browser, { idp: "line" });
    const nonce = request.searchParams.get("nonce")!, { iss, aud } = { iss: preset.issuer, aud: client_id };
    const claims = encoded({ sub: "eve", iss, aud, nonce, exp: time.now + 60, iat: time.now });
    const signed = `${encoded({ alg: "HS256" })}.${claims}`;
    const mac = createHmac("sha256", secret).update(signed).digest("base64url");
    answer = () => Promise.resolve(json({ ...fixture.tokens, id_token: `${signed}.${mac}` }));
    await comeBack("line", { browser, request, fixture }, { code: "the-code" });
    assertEquals(lastRefusal(provider), "upstream.id_token.signature");
    assertEquals(browser.cookies.has("lk_br_default"), false);
  }
});
