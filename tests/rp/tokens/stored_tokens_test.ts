import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { ok } from "../../../src/domain/result.ts";
import { restoreIdentity, unlinkIdentity } from "../../../src/store/upstream_identities.ts";
import { openTokens } from "../../../src/rp/tokens/token_seal.ts";
import { openAdmin } from "../../admin/admin_server.ts";
import { openBrowser, type TestBrowser } from "../../support/browser.ts";
import { documents } from "../../support/documents.ts";
import { fakeUpstream, type Lies } from "../../support/fake_upstream.ts";
import { answerIn, askedOn, authorizeUrl, redeem } from "../../support/flow.ts";
import { addClient, lastRefusal, storeOf } from "../../support/provider.ts";
import { setPolicy } from "../../support/registration.ts";
import { addUpstream, leaveAlone } from "../../support/upstreams.ts";
import { assertSignedIn } from "../fake_broker.ts";

const web = documents(), clock = { now: () => 0 };
const upstream = fakeUpstream(() => clock.now(), "https://upstream.example", web);
/** How long somebody waits for whoever refreshes, and what happens meanwhile. */
const meanwhile = { pauses: [] as number[], happens: () => Promise.resolve<unknown>(undefined) };
const server = await openAdmin({
  fetch: web.fetch,
  request: (url, asked) => upstream.request(url, asked),
  pause: async (milliseconds) => {
    meanwhile.pauses.push(milliseconds);
    await meanwhile.happens();
  },
});
const { issuer, send, db, time, call, lines, deployment } = server;
clock.now = () => time.now;
await addUpstream(server, upstream, { store_tokens: true });
await addUpstream(server, { slug: "plain", issuer: upstream.issuer });

/** Signs somebody in with the upstream, which issues these tokens. @returns who they are here. */
async function enter(sub: string, tokens: Lies["tokens"] = {}, slug = "example"): Promise<string> {
  const said = { sub, email: undefined as never };
  upstream.lies = { claims: said, userinfo: { sub }, tokens: { access_token: `of ${sub}`, ...tokens } };
  const browser = openBrowser(issuer, send);
  assertSignedIn(await browser.open(upstream.sendBack(await leaveAlone(server, browser, { idp: slug }))));
  const { account_id } = await db.selectFrom("upstream_identity").select("account_id").where("sub", "=", sub)
    .executeTakeFirstOrThrow();
  return account_id;
}

const rows = async (sub: string) =>
  await db.selectFrom("upstream_token").selectAll().where("sub", "=", sub).execute();

/** What the admin API gives for somebody. */
async function given(id: string) {
  const { status, body } = await call("GET", `/users/${id}/upstream_tokens`);
  assertEquals(status, 200);
  return body.upstream_tokens;
}

const refreshes = () => upstream.asked.filter(({ asked }) => asked.form?.grant_type === "refresh_token");

const lasting = { expires_in: 300, refresh_token: "first", scope: "files.read" };

Deno.test("tokens are kept only where the upstream is set so, sealed, and the refresh token is given to nobody", async () => {
  const plain = await enter("plain", lasting, "plain");
  assertEquals([await rows("plain"), await given(plain)], [[], []]);
  const id = await enter("ada", lasting), [row] = await rows("ada");
  assertEquals(await given(id), [{
    upstream: "example",
    iss: upstream.issuer,
    sub: "ada",
    status: "usable",
    access_token: "of ada",
    scope: "files.read",
    expires_at: new Date((time.now + 300) * 1000).toISOString().replace(".000", ""),
  }]);
  const kept = new TextDecoder().decode(row!.tokens);
  for (const secret of ["of ada", "first"]) assertFalse(kept.includes(secret));
  const broker = { store: storeOf(server), sealKeys: deployment.sealKeys };
  assertEquals(openTokens(broker, row!)?.refresh_token, "first");
  assertEquals(openTokens(broker, { ...row!, sub: "eve" }), undefined, "another row's");
  const nobody = await call("GET", "/users/nobody/upstream_tokens");
  assertEquals(nobody.status, 404);
});

Deno.test("an access token that expires is exchanged for another one, by the latest refresh token (RFC 6749 section 6)", async () => {
  const id = await enter("bob", lasting);
  time.now += 271;
  upstream.lies = {
    ...upstream.lies,
    tokens: { access_token: "next", expires_in: 300, refresh_token: "second" },
  };
  assertEquals((await given(id))[0].access_token, "next");
  assertEquals((await given(id))[0].scope, "files.read", "what is not said again stays");
  assertEquals(refreshes().map(({ asked }) => asked.form?.refresh_token), ["first"]);
  time.now += 271;
  upstream.lies = { ...upstream.lies, tokens: { access_token: "third", expires_in: 300 } };
  assertEquals((await given(id))[0].access_token, "third");
  time.now += 271;
  await given(id);
  assertEquals(refreshes().map(({ asked }) => asked.form?.refresh_token), ["first", "second", "second"]);
});

Deno.test("of many who ask at once one refreshes, and all have what it got", async () => {
  const id = await enter("carol", lasting), before = refreshes().length;
  time.now += 300;
  upstream.lies = { ...upstream.lies, tokens: { access_token: "for all", expires_in: 300 } };
  // Here whoever refreshes really takes a while.
  meanwhile.happens = () => new Promise((done) => setTimeout(done, 100));
  const all = await Promise.all(Array.from({ length: 8 }, () => given(id)));
  meanwhile.happens = () => Promise.resolve();
  assertEquals(all.map(([each]) => each.access_token), Array(8).fill("for all"));
  assertEquals(refreshes().length - before, 1);
});

Deno.test("whoever waits for another server's refresh goes by what that made of it, and not for ever", async () => {
  const id = await enter("erin", lasting),
    kept = () => db.updateTable("upstream_token").where("sub", "=", "erin");
  time.now += 300;
  const claimed = () => kept().set({ refresh_until: time.now + 30 }).execute();
  const asked = refreshes().length, outcomes: unknown[] = [];
  for (
    const [happens, status] of [
      [() => Promise.resolve(), "unreachable"],
      [() => kept().set({ refresh_until: 0 }).execute(), "unreachable"],
      [
        () => kept().set((e) => ({ version: e("version", "+", 1), expires_at: time.now + 300 })).execute(),
        "usable",
      ],
    ] as const
  ) {
    await claimed();
    Object.assign(meanwhile, { pauses: [], happens });
    outcomes.push([(await given(id))[0].status === status, meanwhile.pauses.length]);
  }
  assertEquals(outcomes, [[true, 40], [true, 1], [true, 1]]);
  assertEquals(new Set(meanwhile.pauses), new Set([100]));
  time.now += 300;
  await claimed();
  meanwhile.happens = () => db.deleteFrom("upstream_token").where("sub", "=", "erin").execute();
  assertEquals((await given(id))[0].status, "expired");
  assertEquals(refreshes().length, asked);
  meanwhile.happens = () => Promise.resolve();
});

Deno.test("a server that does not come to the end of its refresh keeps another one waiting for a while alone", async () => {
  const id = await enter("fay", lasting);
  time.now += 300;
  await db.updateTable("upstream_token").where("sub", "=", "fay").set({ refresh_until: time.now + 30 })
    .execute();
  upstream.lies = { ...upstream.lies, tokens: { access_token: "after all", expires_in: 300 } };
  assertEquals((await given(id))[0].status, "unreachable");
  time.now += 30;
  assertEquals((await given(id))[0].access_token, "after all");
});

const bytes = (text: string) => new TextEncoder().encode(text);

for (
  const [title, lies, status, stays] of [
    ["a sub that changed", { claims: { sub: "eve" } }, "expired", false],
    ["an iss that changed", { claims: { iss: "https://other.example" } }, "expired", false],
    ["an ID token that is not signed by it", { header: { kid: "another" } }, "expired", false],
    [
      "a refresh token that it takes no more",
      { token_answer: ok({ status: 400, body: bytes('{"error":"invalid_grant"}') }) },
      "expired",
      false,
    ],
    ["our secret that it refuses", { token_answer: ok({ status: 401, body: bytes("{}") }) }, "refused", true],
    ["what is no token response", { token_answer: ok({ body: bytes("<html>") }) }, "refused", true],
    ["an upstream that is down", { token_answer: ok({ status: 503 }) }, "unreachable", true],
  ] as const
) {
  Deno.test(`a refresh comes to nothing by ${title} (OpenID Connect Core section 12.2)`, async () => {
    const sub = title.replaceAll(" ", "-"), id = await enter(sub, lasting), { lies: usual } = upstream;
    time.now += 300;
    upstream.lies = { ...usual, ...lies as Lies, tokens: { access_token: "stolen", refresh_token: "new" } };
    assertEquals(await given(id), [{ upstream: "example", iss: upstream.issuer, sub, status }]);
    assertEquals((await rows(sub)).length, stays ? 1 : 0);
    upstream.lies = usual;
    assertEquals((await given(id)).map((each: { status: string }) => each.status), stays ? ["usable"] : []);
  });
}

Deno.test("an access token without a refresh token is good until it expires, and then the person has to come again", async () => {
  const id = await enter("dan", { expires_in: 300 });
  time.now += 299;
  assertEquals((await given(id))[0].status, "usable");
  time.now += 1;
  assertEquals((await given(id))[0].status, "expired");
  const again = await enter("dan", { expires_in: 300 });
  assertEquals([again, (await given(id))[0].status], [id, "usable"]);
});

/** Lets an app of somebody's ask. @returns its access token. */
async function appOf(browser: TestBrowser, scope: string) {
  const app = await addClient(server), visit = await browser.open(authorizeUrl(issuer, app, { scope }));
  assertEquals(askedOn(visit), "consent");
  const { access_token = "" } = await redeem(
    send,
    app,
    answerIn(await browser.submit(visit, { decision: "allow" })).code ?? "",
  );
  return { consent: visit.html, access_token, client_id: app.client_id };
}

Deno.test("an app with the scope upstream_tokens has them, by the person's consent, and no other has", async () => {
  await setPolicy(server, { scopes: ["upstream_tokens"] });
  upstream.lies = { claims: { sub: "fay" }, userinfo: { sub: "fay" }, tokens: { access_token: "of fay" } };
  const browser = openBrowser(issuer, send);
  await browser.open(upstream.sendBack(await leaveAlone(server, browser)));
  const ask = async (access_token?: string) => {
    const headers = access_token === undefined ? {} : { authorization: `Bearer ${access_token}` };
    const response = await send("/api/v1/me/upstream_tokens", { headers });
    assertEquals(response.headers.get("cache-control"), "no-store");
    const text = await response.text();
    return [response.status, text === "" ? {} : JSON.parse(text)] as const;
  };
  const allowed = await appOf(browser, "openid upstream_tokens");
  assertStringIncludes(allowed.consent, "Use the accounts elsewhere that you sign in with");
  const [status, body] = await ask(allowed.access_token);
  assertEquals([status, body.upstream_tokens[0].access_token], [200, "of fay"]);
  for (const [allowed_upstreams, tokens] of [[["plain"], []], [["example"], ["of fay"]]] as const) {
    await call("PATCH", `/clients/${allowed.client_id}`, { allowed_upstreams });
    const [status, { upstream_tokens }] = await ask(allowed.access_token);
    assertEquals(status, 200);
    const told = upstream_tokens.map(({ access_token }: { access_token: string }) => access_token);
    assertEquals(told, tokens, `a client that offers ${allowed_upstreams} alone`);
  }
  const other = await appOf(browser, "openid profile");
  assertEquals((await ask(other.access_token))[1].error, "insufficient_scope");
  assertEquals(lastRefusal(server), "access_token.upstream_tokens");
  assertEquals((await ask())[0], 401);
  assertEquals((await ask("nonsense"))[1].error, "invalid_token");
});

Deno.test("tokens are forgotten with the link, with the upstream, and when they are to be kept no more", async () => {
  const gone: Record<string, () => Promise<unknown>> = {
    unlinked: () => unlink("unlinked"),
    erased: async () => await call("DELETE", `/users/${ids.get("erased")}`),
    "switched-off": async () => await call("PATCH", "/upstreams/example", { store_tokens: false }),
    deleted: async () => await call("DELETE", "/upstreams/example"),
  };
  const ids = new Map<string, string>();
  const unlink = async (sub: string) => {
    const own = await db.selectFrom("upstream_identity").select(["id", "account_id"]).where("sub", "=", sub)
      .executeTakeFirstOrThrow();
    await unlinkIdentity(storeOf(server), own, time.now);
  };
  for (const [sub, forget] of Object.entries(gone)) {
    await call("PATCH", "/upstreams/example", { store_tokens: true });
    ids.set(sub, await enter(sub, lasting));
    assertEquals((await rows(sub)).length, 1, sub);
    await forget();
    assertEquals(await rows(sub), [], sub);
    if (sub !== "switched-off") continue;
    await enter("later", lasting);
    assertEquals(await rows("later"), []);
  }
  assertEquals(await db.selectFrom("upstream_token").selectAll().execute(), []);
});

Deno.test("a refresh that comes back after the link was taken away and made anew changes nothing of the new tokens", async () => {
  await addUpstream(server, { slug: "again", issuer: upstream.issuer }, { store_tokens: true });
  for (
    const [sub, late] of [
      ["late-kept", { tokens: { access_token: "stale", expires_in: 300 } }],
      ["late-dropped", { token_answer: ok({ status: 400, body: bytes('{"error":"invalid_grant"}') }) }],
    ] as const
  ) {
    const id = await enter(sub, lasting, "again"), { request } = upstream;
    time.now += 300;
    Object.assign(upstream, {
      request: async (...asked: Parameters<typeof request>) => {
        Object.assign(upstream, { request });
        const own = await db.selectFrom("upstream_identity").select(["id", "account_id"]).where(
          "sub",
          "=",
          sub,
        )
          .executeTakeFirstOrThrow();
        await unlinkIdentity(storeOf(server), own, time.now);
        await restoreIdentity(storeOf(server), own, time.now);
        await enter(sub, { ...lasting, access_token: "of the new link" }, "again");
        const { lies } = upstream;
        upstream.lies = { ...lies, ...late };
        const answered = await request(...asked);
        upstream.lies = lies;
        return answered;
      },
    });
    await given(id);
    assertEquals((await given(id))[0]?.access_token, "of the new link", sub);
  }
});

Deno.test("what is refreshed while the switch goes off is not kept", async () => {
  await addUpstream(server, { slug: "late", issuer: upstream.issuer }, { store_tokens: true });
  const id = await enter("gus", lasting, "late"), { request } = upstream;
  time.now += 300;
  Object.assign(upstream, {
    request: async (...asked: Parameters<typeof request>) => {
      await call("PATCH", "/upstreams/late", { store_tokens: false });
      return await request(...asked);
    },
  });
  await given(id);
  Object.assign(upstream, { request });
  assertEquals(await rows("gus"), []);
});

Deno.test("no token stands in the log", () => {
  const log = lines.join("\n");
  assert(log.length > 0);
  for (const secret of ["of ada", "for all", "stolen", '"second"']) assertFalse(log.includes(secret));
});
