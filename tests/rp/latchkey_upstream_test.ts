/** Two Latchkeys on loopback, each with a database of its own: the one is the other's upstream. */
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { openDefaultTenant } from "../../src/http/open_tenant.ts";
import { brokerFor } from "../../src/http/broker.ts";
import { deliverLogouts } from "../../src/op/deliver_logouts.ts";
import { guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { guardedRequest } from "../../src/outbound/guarded_request.ts";
import { guardedPost } from "../../src/outbound/guarded_post.ts";
import { systemResolve } from "../../src/outbound/resolve.ts";
import { openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { openFurtherMemory } from "../support/database.ts";
import { answerIn, askedOn, introspect, redeem, signIn } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestProvider } from "../support/provider.ts";
import { examineUpstream } from "../../src/rp/examine/examine_upstream.ts";
import { findUpstream } from "../../src/store/upstreams.ts";
import { addUpstream, leaveFor } from "../support/upstreams.ts";

/** A socket that somebody answers at once there is somebody. */
function listen() {
  const answering: { provider?: TestProvider } = {};
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { method, headers } = request;
    const body = method === "POST" ? await request.arrayBuffer() : null;
    return await answering.provider!.send(request.url, { method, headers, body });
  });
  const host = `localhost:${server.addr.port}`;
  return { server, host, issuer: `http://${host}`, answering };
}

const here = listen(), there = listen();
Deno.test.afterAll(async () => {
  await here.server.shutdown();
  await there.server.shutdown();
});

/** What the one needs to reach the other. */
const reaching = (host: string) => ({
  rules: { allowed: [host], ports: [443], own: [] },
  resolve: systemResolve,
  authorities: undefined,
  report: () => {},
});
const out = reaching(there.host), back = reaching(here.host);
const ours = await openProvider({
  issuer: here.issuer,
  fetch: guardedFetch(out),
  request: guardedRequest(out),
  fetchRules: out.rules,
});
const theirs = await openProvider({
  issuer: there.issuer,
  db: await openFurtherMemory(),
  post: guardedPost(back),
  fetchRules: back.rules,
});
here.answering.provider = ours;
there.answering.provider = theirs;

const ada = await addPerson(theirs, "ada", { name: "Ada Lovelace" });
const us = await addClient(theirs, {
  client_name: "Our Latchkey",
  redirect_uris: [`${here.issuer}/rp/callback/example`],
  backchannel_logout_uri: `${here.issuer}/rp/backchannel_logout/example`,
  backchannel_logout_session_required: true,
});
await addUpstream(ours, { issuer: theirs.issuer, ...us });
const app = await addClient(ours);

/** A person's browser, as each of the two knows it. */
interface Person {
  readonly atOurs: TestBrowser;
  readonly atTheirs: TestBrowser;
}
const person = (): Person => ({
  atOurs: openBrowser(ours.issuer, ours.send),
  atTheirs: openBrowser(theirs.issuer, theirs.send),
});

const allow = (browser: TestBrowser, visit: Visit): Promise<Visit> =>
  askedOn(visit) === "consent" ? browser.submit(visit, { decision: "allow" }) : Promise.resolve(visit);

/** From the app to the upstream's sign-in, or past it. */
async function leave({ atOurs, atTheirs }: Person, asked: Readonly<Record<string, string>> = {}) {
  const away = await leaveFor(ours, atOurs, app, { asked: { scope: "openid profile email", ...asked } });
  return { away, visit: await atTheirs.open(away) };
}

/** From the upstream back to the app. @returns what the app's tokens say, once their signature is seen to be ours. */
async function comeBack({ atOurs, atTheirs }: Person, visit: Visit) {
  const { url } = await allow(atTheirs, visit), landed = await allow(atOurs, await atOurs.open(url));
  assertEquals([landed.status, landed.html], [303, ""], `${landed.url} ${lastRefusal(ours)}`);
  const tokens = await redeem(ours.send, app, answerIn(landed).code ?? "");
  const keys: JSONWebKeySet = await (await ours.send("/oauth2/jwks.json")).json();
  const { payload } = await jwtVerify(tokens.id_token ?? "", createLocalJWKSet(keys), {
    issuer: ours.issuer,
    audience: app.client_id,
    currentDate: new Date(ours.time.now * 1000),
  });
  return { claims: payload, access_token: tokens.access_token ?? "", answer: new URL(url) };
}

Deno.test("an app's person signs in at another Latchkey and lands in the app, as somebody of this one (OpenID Connect Core section 3.1)", async () => {
  const somebody = person(), { away, visit } = await leave(somebody);
  assertEquals(away.origin, theirs.issuer);
  assertEquals(away.searchParams.get("code_challenge_method"), "S256");
  assertEquals(askedOn(visit), "login");
  const signedIn = await signIn(somebody.atTheirs, visit, ada);
  assertStringIncludes(signedIn.html, "Our Latchkey");
  const { claims, access_token, answer } = await comeBack(somebody, signedIn);
  // Each of the two says whose answer it is (RFC 9207).
  assertEquals(answer.searchParams.get("iss"), theirs.issuer);
  assertNotEquals(claims.sub, ada.sub);
  assertEquals(claims.auth_time, theirs.time.now);
  const told = await (await ours.send("/oauth2/userinfo", {
    headers: { authorization: `Bearer ${access_token}` },
  })).json();
  assertEquals([told.sub, told.name, told.email, told.email_verified], [
    claims.sub,
    "Ada Lovelace",
    "ada@example.com",
    true,
  ]);

  const again = person(), second = await leave(again);
  const known = await comeBack(again, await signIn(again.atTheirs, second.visit, ada));
  assertEquals(known.claims.sub, claims.sub);
});

Deno.test("who is signed in at the other one passes by it without a page, unless the app wants them anew (OpenID Connect Core section 3.1.2.1)", async () => {
  const somebody = person(), first = await leave(somebody);
  await comeBack(somebody, await signIn(somebody.atTheirs, first.visit, ada));
  const elsewhere = { ...person(), atTheirs: somebody.atTheirs };
  const passing = await leave(elsewhere);
  assertEquals(askedOn(passing.visit), "nothing");
  await comeBack(elsewhere, passing.visit);
  ours.time.now += 30;
  theirs.time.now += 30;
  const anew = await leave(somebody, { prompt: "login" });
  assertEquals([askedOn(anew.visit), anew.away.searchParams.get("prompt")], ["login", "login"]);
  const { claims } = await comeBack(somebody, await signIn(somebody.atTheirs, anew.visit, ada));
  assertEquals(claims.auth_time, theirs.time.now);
});

Deno.test("who says no at the other one is told so here, with the way back (OpenID Connect Core section 3.1.2.6)", async () => {
  const somebody = person(), bob = await addPerson(theirs, "bob"), { visit } = await leave(somebody);
  const consent = await signIn(somebody.atTheirs, visit, bob);
  assertEquals(askedOn(consent), "consent");
  const { url } = await somebody.atTheirs.submit(consent, { decision: "deny" });
  const refused = await somebody.atOurs.open(url);
  assertEquals([refused.status, lastRefusal(ours)], [400, "upstream.response.access_denied"]);
  assertStringIncludes(refused.html, `href="${ours.issuer}/login?interaction=`);
});

Deno.test("signing out at the other one ends what came of it here, and nothing else (OpenID Connect Back-Channel Logout section 2.5)", async () => {
  const enter = async () => {
    const somebody = person(), { visit } = await leave(somebody);
    return { somebody, ...await comeBack(somebody, await signIn(somebody.atTheirs, visit, ada)) };
  };
  const leaving = await enter(), staying = await enter();
  const active = async ({ access_token }: typeof leaving) =>
    (await introspect(ours.send, app, access_token)).active;
  assertEquals([await active(leaving), await active(staying)], [true, true]);
  const { atTheirs } = leaving.somebody;
  const asked = await atTheirs.open(`${theirs.issuer}/oauth2/end_session`);
  await atTheirs.submit(asked, { decision: "sign_out" });
  await deliverLogouts(await openDefaultTenant(theirs.deployment));
  assertEquals([await active(leaving), await active(staying)], [false, true]);
});

Deno.test("the look at the other one finds nothing to mend", async () => {
  const tenant = await openDefaultTenant(ours.deployment);
  const row = (await findUpstream(tenant.store, "example"))!;
  const ports = { ...brokerFor(ours.deployment, tenant), fetchRules: out.rules };
  const findings = await examineUpstream(ports, row);
  assert(findings.length > 3);
  for (const { check, status, found } of findings) assertEquals([check, status], [check, "ok"], found);
});
