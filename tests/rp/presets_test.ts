/** Every ready-made upstream against a fake that behaves as its documentation says, with and without each of its quirks. */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { err, ok } from "../../src/domain/result.ts";
import type { GuardedRequest } from "../../src/outbound/guarded_request.ts";
import type { UpstreamPreset } from "../../src/protocol/upstream_presets/preset.ts";
import { endpointsAt } from "../../src/protocol/upstream_presets/preset_issuer.ts";
import { upstreamPresets } from "../../src/protocol/upstream_presets/presets.ts";
import { openBrowser } from "../support/browser.ts";
import { documents } from "../support/documents.ts";
import { authorizeUrl } from "../support/flow.ts";
import { addClient, lastRefusal, openProvider } from "../support/provider.ts";
import { addUpstream, leaveAlone, upstreamButtons } from "../support/upstreams.ts";
import type { PresetFixture } from "./presets/fixture.ts";
import { fixtures } from "./presets/fixtures.ts";

const client_id = "our-id-there", client_secret = "our secret there";
const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...await exportJWK(publicKey), kid: "1", alg: "RS256", use: "sig" };

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

/** Whether a token request is as the documentation says. */
function fitsToken(
  fixture: PresetFixture,
  request: URL,
  { url, asked }: { url: URL; asked: Asked },
): boolean {
  const { token, authorize } = fixture, form = tokenParameters(token.as, url, asked);
  if (!form || form.grant_type !== "authorization_code" || form.code !== "the-code") return false;
  if (("code_verifier" in form) === (authorize.code_challenge === null)) return false;
  const known: Readonly<Record<string, string>> = sentBack(fixture, request);
  if (token.brought_back?.some((name) => form[name] !== known[name])) return false;
  if (token.by === "basic") {
    return asked.headers?.authorization ===
      `Basic ${btoa(`${client_id}:${client_secret.replaceAll(" ", "+")}`)}`;
  }
  const secret = token.by === "none" ? undefined : client_secret;
  return form[token.client_id!] === client_id && form[token.client_secret ?? "client_secret"] === secret;
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
  const iss = issuerOf(preset);
  const token_endpoint = preset.kind === "oidc"
    ? `${iss.replace(/\/$/, "")}/fake/token`
    : endpointsAt(preset.endpoints, iss).token_endpoint;
  answer = async (address, asked) => {
    const url = new URL(address), place = `${url.origin}${url.pathname}`;
    if (place === token_endpoint) {
      if (!fitsToken(fixture, request, { url, asked })) return json({ error: "invalid_request" }, 400);
      const { nonce, ...claims } = fixture.id_token ?? {};
      const id_token = fixture.id_token && await new SignJWT({
        iss,
        aud: client_id,
        exp: time.now + 60,
        iat: time.now,
        ...(nonce === false ? {} : { nonce: request.searchParams.get("nonce") }),
        ...claims,
      }).setProtectedHeader({ alg: "RS256", kid: "1" }).sign(privateKey);
      return json({ ...fixture.tokens, ...(id_token ? { id_token } : {}) });
    }
    const called = fixture.api[place];
    return called && fitsApi(called, fixture.tokens.access_token, { url, asked })
      ? json(called.answer, 200, called.type)
      : json({ message: "no" }, 400);
  };
}

function publish(preset: UpstreamPreset): void {
  const of = issuerOf(preset), base = of.replace(/\/$/, "");
  network.at.set(`${base}/.well-known/openid-configuration`, {
    issuer: of,
    authorization_endpoint: `${base}/fake/authorize`,
    token_endpoint: `${base}/fake/token`,
    jwks_uri: `${base}/fake/jwks`,
    response_types_supported: ["code"],
  });
  network.at.set(`${base}/fake/jwks`, { keys: [jwk] });
}

/** Signs a person in with a ready-made upstream. @returns who they are here; undefined where they are nobody. */
async function signInWith(preset: UpstreamPreset, fixture: PresetFixture) {
  await db.deleteFrom("upstream_identity").execute();
  await db.deleteFrom("account").execute();
  await db.deleteFrom("upstream").execute();
  publish(preset);
  const { scopes, token_endpoint_auth_method, kind, id } = preset;
  await addUpstream(
    provider,
    { slug: id, issuer: issuerOf(preset), client_id, client_secret },
    { scopes: fixture.scopes ?? scopes, token_endpoint_auth_method },
    { kind, preset: id },
  );
  const browser = openBrowser(issuer, send), request = await leaveAlone(provider, browser, { idp: id });
  const fits =
    Object.entries(fixture.authorize).every(([name, value]) => request.searchParams.get(name) === value) &&
    request.hash === (fixture.fragment ?? "");
  behaveAs(preset, fixture, request);
  const query = {
    ...sentBack(fixture, request),
    ...(fits ? { code: "the-code" } : { error: "invalid_request" }),
  };
  await browser.open(`${issuer}/rp/callback/${id}?${new URLSearchParams(query)}`);
  const row = await db.selectFrom("upstream_identity as i")
    .innerJoin("account as a", (join) => join.onRef("a.id", "=", "i.account_id"))
    .select(["i.sub", "i.iss", "a.email", "a.claims"]).executeTakeFirst();
  return row && { sub: row.sub, claims: row.claims, email: row.email, iss: row.iss };
}

Deno.test("every ready-made upstream has a fixture, and its documentation's address", () => {
  assertEquals(Object.keys(fixtures).toSorted(), [...upstreamPresets.keys()]);
  for (const preset of upstreamPresets.values()) {
    assertMatch(preset.documentation, /^https:\/\/[a-z0-9.-]+\/\S+$/, preset.id);
    assertMatch(issuerOf(preset), /^https:\/\//, preset.id);
    assert(preset.name !== "", preset.id);
  }
});

for (const [id, fixture] of Object.entries(fixtures)) {
  const preset = upstreamPresets.get(id)!;

  Deno.test(`a person signs in with ${preset.name}, as its documentation says (${preset.documentation})`, async () => {
    const iss = issuerOf(preset);
    assertEquals<unknown>(await signInWith(preset, fixture), { ...fixture.person, iss });
  });

  for (const quirk of preset.quirks) {
    Deno.test(`nobody signs in rightly with ${preset.name} without its row ${quirk.name}`, async () => {
      const quirks = preset.quirks as unknown as unknown[], at = quirks.indexOf(quirk);
      quirks.splice(at, 1);
      try {
        assertNotEquals<unknown>(await signInWith(preset, fixture), {
          ...fixture.person,
          iss: issuerOf(preset),
        });
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

for (
  const [id, tokens] of [
    ["github", {
      error: "bad_verification_code",
      error_description: "The code passed is incorrect or expired.",
    }],
    ["wechat", { errcode: 40029, errmsg: "invalid code" }],
  ] as const
) {
  Deno.test(`an error that comes with status 200 signs nobody in (${id})`, async () => {
    const broken = { ...fixtures[id]!, tokens };
    assertEquals(await signInWith(upstreamPresets.get(id)!, broken), undefined);
    assertMatch(lastRefusal(provider)!, /^upstream\.token_endpoint\./);
  });
}

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
