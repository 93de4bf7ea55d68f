import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { endLapsedSessions } from "../../src/accounts/end_session.ts";
import { bucketOf } from "../../src/domain/time.ts";
import { err, ok } from "../../src/domain/result.ts";
import { openDefaultTenant } from "../../src/http/open_tenant.ts";
import { deliverLogouts } from "../../src/op/deliver_logouts.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
const uri = "https://app.example/backchannel";

/** A provider whose posts are noted; tests set what they are answered: a status, or undefined for nothing. */
async function open() {
  const posted: { readonly url: string; readonly form: Readonly<Record<string, string>> }[] = [];
  const receiver: { status: number | undefined } = { status: 200 };
  const provider = await openProvider({
    post: (url, form) => {
      posted.push({ url, form });
      const { status } = receiver;
      return Promise.resolve(
        status === undefined ? err({ why: "unreachable" as const, detail: "" }) : ok({ status }),
      );
    },
  });
  const ports = await openDefaultTenant(provider.deployment);
  const person = await addPerson(provider);
  const client = await addClient(provider, { backchannel_logout_uri: uri });
  const signIn = async (at: TestClient = client) => {
    const browser = openBrowser(provider.issuer, provider.send);
    const tokens = await redeem(
      provider.send,
      at,
      codeIn(await authorizeAs(provider, at, person, { browser })),
    );
    return { browser, id_token: tokens.id_token!, claims: decodeJwt(tokens.id_token!) };
  };
  const deliver = () => deliverLogouts(ports);
  const states = async () =>
    (await provider.db.selectFrom("logout_delivery").select(["state", "attempts"]).execute())
      .map(({ state, attempts }) => `${state} after ${attempts}`);
  return { ...provider, ports, posted, receiver, client, person, signIn, deliver, states };
}

const signOut = async (
  { browser, id_token }: Awaited<ReturnType<Awaited<ReturnType<typeof open>>["signIn"]>>,
) => assertEquals((await browser.open(`/oauth2/end_session?id_token_hint=${id_token}`)).status, 200);

Deno.test("a client is told that its session ended, by a logout token and nothing else (OpenID Connect Back-Channel Logout section 2.4 and 2.5)", async () => {
  const { issuer, send, posted, client, signIn, deliver, states, time } = await open();
  const signedIn = await signIn();
  await deliver();
  assertEquals(posted, []);
  await signOut(signedIn);
  assertEquals(await states(), ["queued after 0"]);
  await deliver();
  const [{ url, form } = { url: "", form: {} }] = posted;
  assertEquals([url, Object.keys(form)], [uri, ["logout_token"]]);
  const keys = createLocalJWKSet(await (await send("/oauth2/jwks.json")).json());
  const { payload, protectedHeader } = await jwtVerify(form.logout_token!, keys, {
    issuer,
    audience: client.client_id,
    typ: "logout+jwt",
    currentDate: new Date(time.now * 1000),
  });
  const { sub = "", sid } = signedIn.claims, { jti, ...claims } = payload;
  assert(typeof jti === "string" && jti.length > 15 && protectedHeader.kid);
  assertEquals(claims, {
    iss: issuer,
    aud: client.client_id,
    sub,
    sid,
    iat: time.now,
    exp: time.now + 120,
    events: { [event]: {} },
  });
  assertEquals(await states(), ["delivered after 1"]);
  time.now += 86_400;
  await deliver();
  assertEquals(posted.length, 1);
});

Deno.test("a receiver that is down for two minutes is told once it is back, once, by a fresh token (OpenID Connect Back-Channel Logout section 2.5)", async () => {
  const { posted, receiver, signIn, deliver, states, time } = await open();
  await signOut(await signIn());
  const begin = time.now, ids: (string | undefined)[] = [];
  for (receiver.status = undefined; time.now < begin + 400; time.now++) {
    if (time.now === begin + 60) receiver.status = 503;
    if (time.now === begin + 120) receiver.status = 204;
    const before = posted.length;
    await deliver();
    for (const { form } of posted.slice(before)) {
      const { jti, iat } = decodeJwt(form.logout_token!);
      assertEquals(iat, time.now);
      ids.push(jti);
    }
  }
  assertEquals(new Set(ids).size, ids.length);
  assertEquals([posted.length, await states()], [5, ["delivered after 5"]]);
});

Deno.test("a client that calls the token wrong is not asked again (OpenID Connect Back-Channel Logout section 2.8)", async () => {
  const { posted, receiver, signIn, deliver, states, time } = await open();
  receiver.status = 400;
  await signOut(await signIn());
  await deliver();
  time.now += 7200;
  await deliver();
  assertEquals([posted.length, await states()], [1, ["failed after 1"]]);
});

Deno.test("after a day nobody is told any more", async () => {
  const { posted, receiver, signIn, deliver, states, time } = await open();
  receiver.status = undefined;
  await signOut(await signIn());
  await deliver();
  time.now += 86_400;
  await deliver();
  assertEquals([posted.length, await states()], [1, ["failed after 1"]]);
});

Deno.test("of several servers one tells the client", async () => {
  const { posted, signIn, deliver, states } = await open();
  await signOut(await signIn());
  await Promise.all(Array.from({ length: 8 }, deliver));
  assertEquals([posted.length, await states()], [1, ["delivered after 1"]]);
});

Deno.test("a client with many sessions that does not answer holds up no other one", async () => {
  const { db, posted, person, signIn, deliver, receiver, time } = await open();
  const down = await addClient({ db, time }, { backchannel_logout_uri: "https://down.example/logout" });
  const rows = Array.from({ length: 100 }, (_, at) => ({
    tenant: "default",
    bucket: bucketOf(time.now + 86_400),
    id: `sid-${at}`,
    state: "queued",
    state_at: time.now,
    client_id: down.client_id,
    account_id: person.sub,
    sid: `sid-${at}`,
    attempts: 0,
    next_attempt_at: time.now,
    expires_at: time.now + 86_400,
    created_at: time.now,
  }));
  await db.insertInto("logout_delivery").values(rows).execute();
  time.now += 60;
  receiver.status = undefined;
  await signOut(await signIn());
  await deliver();
  assertEquals(posted.filter(({ url }) => url === uri).length, 1);
  assert(posted.length > 10, "the others have their turn too");
});

Deno.test("a server that dies while it tells leaves the rest to another one", async () => {
  const { posted, signIn, ports, states, deliver, time } = await open();
  await signOut(await signIn());
  const dies = { ...ports, post: () => Promise.reject(new Error("The server died")) };
  await deliverLogouts(dies).catch(() => {});
  await deliver();
  assertEquals([posted.length, await states()], [0, ["queued after 1"]]);
  time.now += 10;
  await deliver();
  assertEquals([posted.length, await states()], [1, ["delivered after 2"]]);
});

Deno.test("each client of the session is told by its own sid, one without an address is not", async () => {
  const { addresses, ...place } = await openTwo();
  const sids = place.posted.map(({ form }) => decodeJwt(form.logout_token!).sid);
  assertEquals(place.posted.map(({ url }) => url).toSorted(), addresses);
  assertNotEquals(sids[0], sids[1]);
});

async function openTwo() {
  const place = await open(), { signIn, deliver } = place;
  const second = await addClient(place, { backchannel_logout_uri: "https://second.example/logout" });
  const silent = await addClient(place);
  const { browser } = await signIn();
  for (const client of [second, silent]) {
    assert(codeIn(await authorizeAs(place, client, place.person, { browser })));
  }
  const page = await browser.open("/oauth2/end_session");
  await browser.submit(page, { decision: "sign_out" });
  await deliver();
  return { ...place, addresses: [uri, "https://second.example/logout"] };
}

Deno.test("a client that is disabled or has withdrawn its address is told nothing", async () => {
  const { db, posted, client, signIn, deliver, states } = await open();
  await signOut(await signIn());
  await db.updateTable("client").set({ state: "disabled" }).where("client_id", "=", client.client_id)
    .execute();
  await deliver();
  assertEquals([posted, await states()], [[], ["failed after 1"]]);
});

Deno.test("a session that lapses is told of too, whichever lifetime ends it (OpenID Connect Back-Channel Logout section 2.5)", async () => {
  const { posted, signIn, deliver, ports, time } = await open();
  await signIn();
  assertEquals(await endLapsedSessions(ports), 0);
  time.now += 12 * 3600;
  assertEquals(await endLapsedSessions(ports), 1);
  assertEquals(await endLapsedSessions(ports), 0);
  await deliver();
  assertEquals(posted.length, 1);
});

Deno.test("a client that knows people by pairwise identifiers is told by the one of its ID token (OpenID Connect Core section 8.1)", async () => {
  const place = await open(), { signIn, deliver, posted } = place;
  const pairwise = await addClient(place, { backchannel_logout_uri: uri, subject_type: "pairwise" });
  const signedIn = await signIn(pairwise);
  await signOut(signedIn);
  await deliver();
  const { sub } = decodeJwt(posted[0]!.form.logout_token!);
  assertEquals(sub, signedIn.claims.sub);
  assertNotEquals(sub, place.person.sub);
});
