/** Everything that a tenant gives to clients, browsers, people and administrators: what an attacker may have of it. */
import { assert, assertEquals } from "@std/assert";
import { openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import { addKeyClient, type SigningClient } from "../../support/client_assertion.ts";
import { keyPortsOf } from "../../../src/http/deploy.ts";
import { ensureKeys } from "../../../src/op/change_keys.ts";
import { type ClientKey, makeClientKey } from "../../support/client_keys.ts";
import type { FakeUpstream } from "../../support/fake_upstream.ts";
import {
  type Answer,
  askedOn,
  authorizeAs,
  authorizeUrl,
  codeIn,
  redeem,
  signIn,
} from "../../support/flow.ts";
import {
  addClient,
  addPerson,
  type TestClient,
  type TestPerson,
  type TestProvider,
} from "../../support/provider.ts";
import {
  initialAccessToken,
  register,
  type Registration,
  setPolicy,
  webApp,
} from "../../support/registration.ts";
import { addUpstream, leaveAlone } from "../../support/upstreams.ts";

/** A tenant of the server under attack. */
export type Side = TestProvider & { readonly tenant: string };

/** What a page said when it was opened, and the cookies of the browser that opened it. */
export interface Opened {
  readonly visit: Visit;
  readonly browser: TestBrowser;
}

/** What one tenant has. */
export interface Belongings {
  readonly side: Side;
  /** Words that stand in what belongs to this tenant, and nowhere else. */
  readonly marks: readonly string[];
  /** Words that a tenant with the same upstreams shows to everybody as well. */
  readonly sharedMarks: readonly string[];
  readonly app: TestClient;
  /** Its access tokens are opaque. */
  readonly opaque: TestClient;
  /** Has to ask for consent. */
  readonly shy: TestClient;
  readonly disabled: TestClient;
  readonly signing: SigningClient;
  readonly signingKey: ClientKey;
  readonly registered: Registration & { readonly client_id: string };
  /** Names itself by the URL of its document. */
  readonly document: TestClient;
  readonly person: TestPerson;
  /** The person is signed in in it. */
  readonly account: Opened;
  /** The page that asks whether to link an account elsewhere. */
  readonly linking: Opened;
  readonly signOut: Opened;
  /** Nobody is signed in in it yet: with an app, and without. */
  readonly login: Opened;
  readonly accountLogin: Opened;
  readonly consent: Opened;
  readonly code: string;
  readonly tokens: Answer;
  readonly opaqueTokens: Answer;
  /** What is first in the lists of the admin API. */
  readonly first: { readonly client: string; readonly user: string; readonly token: string };
  /** An upstream, and its page that asks for one click. */
  readonly upstream: string;
  /** What the upstream would say of somebody who signed out there. */
  readonly logoutToken: string;
  readonly leaving: Opened;
  /** Somebody on the way back from it: the address that they were sent to. */
  readonly returning: Opened;
  readonly parkedReturn: string;
  /** Somebody who has yet to prove that the account with their address is theirs. */
  readonly proving: Opened;
  readonly initial: { readonly id: string; readonly token: string };
  readonly setPassword: Visit;
  readonly adminLink: Visit;
  /** The address of a request that was posted. */
  readonly parked: string;
  readonly parkedLogout: string;
  /** The reference of a refusal. */
  readonly refusal: string;
  readonly kid: string;
}

const asked = { scope: "openid offline_access upstream_tokens" }, bye = "https://app.example/bye";

/** The policy of the tenants under attack. */
export const policy = {
  registration: "token",
  session_management: true,
  scopes: ["upstream_tokens"],
} as const;

const branding = { accent_color: "#335577", logo_uri: "https://app.example/logo.png" };

const adminHeaders = ({ deployment }: Side) => ({
  authorization: `Bearer ${deployment.adminToken}`,
  "content-type": "application/json",
});

/** Makes a link through the admin API and opens it. */
async function openLink(side: Side, path: string, member: string): Promise<Visit> {
  const made = await side.send(`/api/v1${path}`, { method: "POST", headers: adminHeaders(side), body: "{}" });
  return await openBrowser(side.issuer, side.send).open((await made.json())[member]);
}

/** What the admin API lists first. */
async function firstOf(side: Side, path: string): Promise<Readonly<Record<string, string>>> {
  const answer = await side.send(`/api/v1${path}?limit=1`, { headers: adminHeaders(side) });
  const { next: _, ...members } = await answer.json(),
    [rows] = Object.values(members) as [Record<string, string>[]];
  return rows[0]!;
}

/** Posts a form from another site, which is parked. @returns where it waits. */
async function park(side: Side, path: string, form: URLSearchParams): Promise<string> {
  const posted = await side.send(path, { method: "POST", body: form });
  return posted.headers.get("location") ?? "";
}

async function clientsOf(side: Side, name: string) {
  const members = { client_name: `${name} App`, logo_uri: "https://app.example/logo.png" };
  const first_party = true, post_logout_redirect_uris = [bye];
  const grant_types = ["authorization_code", "refresh_token", "client_credentials"] as const;
  const signingKey = await makeClientKey();
  const app = await addClient(side, { ...members, grant_types, post_logout_redirect_uris }, { first_party });
  const disabled = await addClient(side, members);
  await side.send(`/api/v1/clients/${disabled.client_id}/disable`, {
    method: "POST",
    headers: adminHeaders(side),
  });
  return {
    app,
    opaque: await addClient(side, members, { first_party, access_token_format: "opaque" }),
    shy: await addClient(side, members),
    disabled,
    signing: await addKeyClient(side, {
      ...members,
      grant_types: ["authorization_code", "client_credentials"],
    }, signingKey),
    signingKey,
  };
}

async function throughUpstream(side: Side, upstream: FakeUpstream, email: string) {
  const { issuer, sendBack, sign } = upstream;
  const slug = `idp-of-${side.tenant.slice(0, 7).toLowerCase()}`,
    opened = () => openBrowser(side.issuer, side.send);
  await addUpstream(side, { slug, issuer }, { display_name: `Provider ${slug}` });
  const leaving = opened(), returning = opened(), posting = opened(), query = { idp: slug };
  const visit = await leaving.open(`${side.issuer}/rp/authorize?idp=${slug}`);
  const back = sendBack(await leaveAlone(side, returning, query));
  const posted = new URL(sendBack(await leaveAlone(side, posting, query)));
  const proving = opened(), claims = { sub: `owner of ${email}`, email, email_verified: true };
  upstream.lies = { claims, userinfo: { sub: claims.sub } };
  const asked = await proving.open(sendBack(await leaveAlone(side, proving, query)));
  upstream.lies = {};
  return {
    upstream: slug,
    proving: { browser: proving, visit: asked },
    sharedMarks: [slug],
    logoutToken: await sign({
      iss: issuer,
      aud: "latchkey",
      sub: "ada",
      iat: side.time.now,
      exp: side.time.now + 120,
      jti: slug,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    }, { typ: "logout+jwt" }),
    leaving: { browser: leaving, visit },
    returning: { browser: returning, visit: { ...visit, url: back } },
    parkedReturn: await park(side, `/rp/callback/${slug}`, posted.searchParams),
  };
}

/**
 * Makes everything at a tenant.
 *
 * @param name A word that nobody else uses: it stands in names of clients and people.
 * @param elsewhere Where there is a client's document, and a server that people sign in with.
 */
export async function belongingsOf(
  side: Side,
  name: string,
  { documentUrl, upstream }: { readonly documentUrl: string; readonly upstream: FakeUpstream },
): Promise<Belongings> {
  await setPolicy(side, { ...policy, branding, client_id_metadata_documents: true });
  const { issuer, send } = side, opened = () => openBrowser(issuer, send);
  const clients = await clientsOf(side, name), { app, shy, opaque } = clients;
  const person = await addPerson(side, name.toLowerCase(), { name: `${name} Person` });
  await addPerson(side, `${name.toLowerCase()}-too`, { name: `${name} Other` });
  const initial = await initialAccessToken(side, { uses: 5 });
  await initialAccessToken(side);
  const made = await register(send, { ...webApp, client_name: `${name} Registered` }, initial.token);
  assertEquals(made.status, 201, JSON.stringify(made.body));

  const browser = opened();
  const through = async (client: TestClient) =>
    codeIn(await authorizeAs(side, client, person, { asked, browser }));
  const tokens = await redeem(send, app, await through(app));
  const opaqueTokens = await redeem(send, opaque, await through(opaque));
  const code = await through(app);
  const loggingIn = opened(), withoutApp = opened(), consenting = opened();
  const login = await loggingIn.open(authorizeUrl(issuer, shy));
  const consent = await signIn(consenting, await consenting.open(authorizeUrl(issuer, shy)), person);
  assertEquals([askedOn(login), askedOn(consent)], ["login", "consent"]);
  const document: TestClient = {
    client_id: documentUrl,
    client_secret: "",
    redirect_uri: "https://app.example/callback",
    method: "none",
  };
  const refused = await send(authorizeUrl(issuer, app, { redirect_uri: "https://elsewhere.example/" }));
  await ensureKeys({ ...keyPortsOf(side.deployment, side.tenant), role: "rp" }, ["ES256"]);
  const kidsAt = async (path: string): Promise<readonly string[]> =>
    (await (await send(path)).json()).keys.map(({ kid }: { kid: string }) => kid);
  const kids = await kidsAt("/oauth2/jwks.json"), kidsOfRp = await kidsAt("/rp/jwks.json");
  assertEquals(kidsOfRp.length, 1);
  const logout = new URLSearchParams({ id_token_hint: tokens.id_token!, post_logout_redirect_uri: bye });
  assert(tokens.refresh_token && opaqueTokens.access_token && code);
  const theirs = await throughUpstream(side, upstream, `${person.username}@example.com`);
  return {
    ...clients,
    side,
    marks: [
      name,
      name.toLowerCase(),
      `lk_bs_${side.tenant}"`,
      `"issuer":"${issuer}"`,
      `${issuer}/account`,
      `"${issuer}/api/v1"`,
      initial.id,
      ...kids,
      ...kidsOfRp,
    ],
    person,
    registered: made.body,
    document,
    account: { browser, visit: await browser.open("/account") },
    signOut: { browser, visit: await browser.open("/oauth2/end_session") },
    login: { browser: loggingIn, visit: login },
    accountLogin: { browser: withoutApp, visit: await withoutApp.open("/login") },
    consent: { browser: consenting, visit: consent },
    code,
    tokens,
    opaqueTokens,
    ...theirs,
    linking: { browser, visit: await browser.open(`${issuer}/rp/link?idp=${theirs.upstream}`) },
    initial,
    first: {
      client: (await firstOf(side, "/clients")).client_id!,
      user: (await firstOf(side, "/users")).id!,
      token: (await firstOf(side, "/initial-access-tokens")).id!,
    },
    setPassword: await openLink(side, `/users/${person.sub}/set-password-link`, "set_password_url"),
    adminLink: await openLink(side, "/users/admin-link", "url"),
    parked: await park(side, "/oauth2/authorize", authorizeUrl(issuer, app).searchParams),
    parkedLogout: await park(side, "/oauth2/end_session", logout),
    refusal: refused.headers.get("x-request-id") ?? "",
    kid: kids[0]!,
  };
}
