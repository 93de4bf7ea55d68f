// What comes from an upstream many times at the same moment, at several servers on one database.
import { assertEquals } from "@std/assert";
import { sql } from "kysely";
import { restoreLink, undoLink, unlinkUpstream } from "../../../src/accounts/unlink_upstream.ts";
import { err } from "../../../src/domain/result.ts";
import { lockAccount } from "../../../src/store/accounts.ts";
import { withdrawNewConsents } from "../../../src/store/consents.ts";
import { endSessionsOfAccount } from "../../../src/store/sessions.ts";
import { inUnit, type TenantStore } from "../../../src/store/tenant_store.ts";
import { revokeLastingFamilies } from "../../../src/store/token_families.ts";
import { linkIdentity, undoIdentity, unlinkIdentity } from "../../../src/store/upstream_identities.ts";
import { findUpstream } from "../../../src/store/upstreams.ts";
import { openServer } from "../../support/database.ts";
import { formOf, openBrowser } from "../../support/browser.ts";
import { documents } from "../../support/documents.ts";
import { fakeUpstream } from "../../support/fake_upstream.ts";
import { answerIn, authorizeUrl, post, redeem } from "../../support/flow.ts";
import { addClient, addPerson, openProvider, portsOf, storeOf } from "../../support/provider.ts";
import { visitAs } from "../../support/rp.ts";
import { addUpstream, leaveAlone } from "../../support/upstreams.ts";
import { openDefaultTenant } from "../../../src/http/open_tenant.ts";
import { watchUpstreams } from "../../../src/rp/examine/watch_upstreams.ts";
import { brokerFor } from "../../../src/http/broker.ts";
import { upstreamTokensOf } from "../../../src/rp/tokens/upstream_tokens.ts";
import { onEachServer } from "../../store/on_each_server.ts";

const racers = 32;

onEachServer("races for a return from an upstream", async (t, server) => {
  const url = await server.createDatabase(), dbs = [await openServer(url, 8), await openServer(url, 8)];
  const shared = documents();
  const upstream = fakeUpstream(() => first.time.now, "https://upstream.example", shared);
  const open = (at: number) =>
    openProvider({
      db: dbs[at]!,
      fetch: shared.fetch,
      request: (url, asked) => upstream.request(url, asked),
    });
  const first = await open(0), second = await open(1), { issuer, db } = first;
  await addUpstream(first, upstream);
  const counted = async (table: "account" | "upstream_identity" | "session" | "link_proof") =>
    (await db.selectFrom(table).selectAll().execute()).length;

  await t.step("one of them signs in, and the code is redeemed once (RFC 9700 section 4.5)", async () => {
    const browser = openBrowser(issuer, first.send),
      back = upstream.sendBack(await leaveAlone(first, browser));
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answers = await Promise.all(
      Array.from({ length: racers }, async (_, at) => {
        const response = await (at % 2 ? first : second).send(back, { headers: { cookie } });
        await response.body?.cancel();
        return response.status;
      }),
    );
    assertEquals(answers.toSorted(), [303, ...Array(racers - 1).fill(400)]);
    assertEquals(upstream.asked.filter(({ url }) => url.endsWith("/token")).length, 1);
    assertEquals([await counted("account"), await counted("session")], [1, 1]);
  });

  await t.step("many ways of one new person make one account", async () => {
    upstream.lies = { claims: { sub: "new", email: "new@people.example" }, userinfo: { sub: "new" } };
    const ways = await Promise.all(Array.from({ length: 12 }, async (_, at) => {
      const { send } = at % 2 ? first : second, browser = openBrowser(issuer, send);
      return { browser, back: upstream.sendBack(await leaveAlone(first, browser)) };
    }));
    const visits = await Promise.all(ways.map(({ browser, back }) => browser.open(back)));
    assertEquals(visits.map(({ status }) => status), Array(12).fill(200));
    assertEquals([await counted("account"), await counted("upstream_identity")], [2, 2]);
  });
  await t.step(
    "of many logout tokens with one jti one ends the session (OpenID Connect Back-Channel Logout section 2.6)",
    async () => {
      const { now } = first.time,
        endings = db.selectFrom("audit_event").selectAll().where("machine", "=", "session");
      const ended = async () => (await endings.where("event", "=", "end").execute()).length;
      const logout_token = await upstream.sign({
        iss: upstream.issuer,
        aud: "latchkey",
        sub: "ada",
        iat: now,
        exp: now + 120,
        jti: "one",
        events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      });
      const before = await ended();
      const statuses = await Promise.all(
        Array.from({ length: racers }, async (_, at) => {
          const path = "/rp/backchannel_logout/example";
          const response = await post((at % 2 ? first : second).send, path, { logout_token });
          await response.body?.cancel();
          return response.status;
        }),
      );
      assertEquals(statuses.toSorted(), [200, ...Array(racers - 1).fill(400)]);
      assertEquals(await ended() - before, 1);
    },
  );

  await t.step("of many who say yes to one proof, one links", async () => {
    const person = await addPerson(first, "owner"), browser = openBrowser(issuer, first.send);
    const email = "owner@example.com";
    upstream.lies = { claims: { sub: "owner", email, email_verified: true }, userinfo: { sub: "owner" } };
    const asked = await browser.open(upstream.sendBack(await leaveAlone(first, browser)));
    const confirm = await browser.submit(asked, { username: person.username, password: person.password });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const body = new URLSearchParams({ ...formOf(confirm.html).fields, decision: "allow" });
    const answers = await Promise.all(
      Array.from({ length: racers }, async (_, at) => {
        const headers = { cookie, origin: new URL(issuer).origin };
        const sent = { method: "POST", body, headers };
        const response = await (at % 2 ? first : second).send("/rp/proof", sent);
        await response.body?.cancel();
        return response.status;
      }),
    );
    assertEquals(answers.toSorted(), [303, ...Array(racers - 1).fill(400)]);
    assertEquals([await counted("upstream_identity"), await counted("link_proof")], [3, 1]);
    const { db } = first,
      states = async (table: "link_proof" | "upstream_flow") =>
        (await db.selectFrom(table).select("state").where("state", "in", ["used", "proving"]).execute())
          .length;
    assertEquals([await states("link_proof"), await states("upstream_flow")], [1, 0]);
  });

  await t.step("of many who take the last two ways in, or put them back, one way always stays", async () => {
    const { sub, username, password } = await addPerson(first, "ways"), store = storeOf(first);
    const at = first.time.now, browser = openBrowser(issuer, first.send);
    await browser.submit(await browser.open("/login"), { username, password });
    await db.deleteFrom("password").where("account_id", "=", sub).execute();
    const upstream_id = (await findUpstream(store, "example"))!.id;
    const ids = ["one", "two"];
    for (const id of ids) {
      const identity = { id, upstream_id, iss: upstream.issuer, sub: id, account_id: sub };
      await linkIdentity(store, { ...identity, evidence: "created" }, at);
    }
    const session = await db.selectFrom("session").selectAll().where("account_id", "=", sub)
      .executeTakeFirstOrThrow();
    const left = () =>
      db.selectFrom("upstream_identity").select("id").where("account_id", "=", sub)
        .where("state", "=", "linked").execute();
    for (let round = 0; round < 8; round++) {
      const ends = await Promise.all(
        ids.map((id, at) => unlinkUpstream(portsOf(at % 2 ? first : second), session, id)),
      );
      assertEquals(ends.filter(({ ok }) => ok).length, 1);
      assertEquals((await left()).length, 1);
      const gone = ids.find((id, at) => ends[at]!.ok && id)!;
      const back = await Promise.all(
        Array.from({ length: 8 }, (_, at) => restoreLink(portsOf(at % 2 ? first : second), session, gone)),
      );
      assertEquals([back.filter(({ ok }) => ok).length, (await left()).length], [1, 2]);
    }
  });
  /**
   * Starts something within a unit.
   *
   * @param waiting How many wait for the unit then.
   * @returns what comes of it, once it waits or is done.
   */
  async function startUntilItWaits<T>(
    start: () => Promise<T>,
    waiting = 1,
  ): Promise<{ readonly ended: Promise<T> }> {
    const waits = async () => {
      const { rows } = await sql<{ waits: boolean }>`
        select count(*) >= ${waiting} as waits from pg_locks where not granted`.execute(db);
      return rows[0]!.waits;
    };
    let done = false;
    const ended = start().finally(() => done = true);
    while (!done && !(await waits())) await new Promise((go) => setTimeout(go, 5));
    return { ended };
  }

  /** Has somebody do something that waits for an account's lock, and does something else while it is held. */
  async function meanwhile(
    account_id: string,
    { start, work }: {
      readonly start: () => Promise<unknown>;
      readonly work: (unit: TenantStore) => Promise<unknown>;
    },
  ) {
    const started = await inUnit(storeOf(first), async (unit) => {
      await lockAccount(unit, account_id);
      const started = await startUntilItWaits(start);
      await work(unit);
      return started;
    });
    await started.ended;
  }

  await t.step("who comes by a link while its owner undoes it stays outside", async () => {
    const { sub: account_id } = await addPerson(first, "undoing"), at = first.time.now, sub = "thief";
    const { id: upstream_id } = (await findUpstream(storeOf(first), "example"))!;
    const identity = { id: sub, upstream_id, iss: upstream.issuer, sub, account_id };
    await linkIdentity(storeOf(first), { ...identity, evidence: "signed_in" }, at);
    upstream.lies = { claims: { sub, email: undefined as never }, userinfo: { sub } };
    const thief = openBrowser(issuer, second.send);
    const back = upstream.sendBack(await leaveAlone(second, thief));
    await meanwhile(account_id, {
      start: () => thief.open(back),
      work: async (unit) => {
        await undoIdentity(unit, { id: sub, account_id }, at);
        await endSessionsOfAccount(unit, account_id, "link_undone", at);
      },
    });
    const open = await db.selectFrom("session").select("id").where("account_id", "=", account_id)
      .where("state", "=", "open").execute();
    assertEquals(open, []);
  });

  await t.step(
    "who redeems a code while the link is undone by which they came gets no lasting access, and agrees to nothing",
    async () => {
      const person = await addPerson(first, "robbed"), account_id = person.sub, at = first.time.now;
      const thief = openBrowser(issuer, second.send),
        asked = { scope: "openid offline_access", prompt: "consent" };
      const [app, next] = [await addClient(first), await addClient(first)];
      const visited = await visitAs(second, authorizeUrl(issuer, app, asked), { person, browser: thief });
      const consent = await thief.open(authorizeUrl(issuer, next, asked));
      const since = { account_id, since: at, kept: "-" };
      const { ended } = await inUnit(storeOf(first), async (unit) => {
        await lockAccount(unit, account_id);
        await endSessionsOfAccount(unit, account_id, "link_undone", at);
        await revokeLastingFamilies(unit, since, at);
        await withdrawNewConsents(unit, since, at);
        const redeemed = await startUntilItWaits(() =>
          redeem(second.send, app, answerIn(visited).code ?? "")
        );
        const allowed = await startUntilItWaits(() => thief.submit(consent, { decision: "allow" }), 2);
        return { ended: Promise.all([redeemed.ended, allowed.ended]) };
      });
      const [{ error, refresh_token }] = await ended;
      assertEquals([error, refresh_token], ["invalid_grant", undefined]);
      const families = await db.selectFrom("token_family").select("id").where("account_id", "=", account_id)
        .where("state", "=", "active").execute();
      const consents = await db.selectFrom("consent").select("id").where("account_id", "=", account_id)
        .where("state", "=", "given").execute();
      assertEquals([families, consents], [[], []]);
    },
  );

  await t.step("who is signed out everywhere while they link another way in does not link it", async () => {
    const { sub: account_id, username, password } = await addPerson(first, "leaving"), sub = "late";
    upstream.lies = { claims: { sub, email: undefined as never }, userinfo: { sub } };
    const thief = openBrowser(issuer, second.send);
    const account = await thief.submit(await thief.open("/login"), { username, password });
    const session = new URL(account.url).searchParams.get("session")!;
    const asked = await thief.open(`/rp/link?${new URLSearchParams({ idp: "example", session })}`);
    const back = upstream.sendBack(new URL((await thief.submit(asked, {})).url));
    await meanwhile(account_id, {
      start: () => thief.open(back),
      work: (unit) => endSessionsOfAccount(unit, account_id, "password_set", first.time.now),
    });
    const linked = await db.selectFrom("upstream_identity").select("id").where("sub", "=", sub).execute();
    assertEquals(linked, []);

    // Nor does one that ended take anything away, or put it back.
    const at = first.time.now, { id: upstream_id } = (await findUpstream(storeOf(first), "example"))!;
    const identity = { id: sub, upstream_id, iss: upstream.issuer, sub, account_id };
    await linkIdentity(storeOf(first), { ...identity, evidence: "signed_in" }, at);
    const ended = await db.selectFrom("session").selectAll().where("id", "=", session)
      .executeTakeFirstOrThrow();
    for (const change of [unlinkUpstream, undoLink]) {
      assertEquals(await change(portsOf(second), ended, sub), err("not_recent"));
    }
    await unlinkIdentity(storeOf(first), { id: sub, account_id }, at);
    assertEquals(await restoreLink(portsOf(second), ended, sub), err("not_recent"));
  });

  await t.step(
    "of many who want an upstream's token that expires one refreshes it (RFC 6749 section 6)",
    async () => {
      await addUpstream(first, { slug: "kept", issuer: upstream.issuer }, { store_tokens: true });
      const lies = { claims: { sub: "kept", email: undefined as never }, userinfo: { sub: "kept" } };
      upstream.lies = { ...lies, tokens: { expires_in: 0, refresh_token: "once" } };
      const browser = openBrowser(first.issuer, first.send);
      await browser.open(upstream.sendBack(await leaveAlone(first, browser, { idp: "kept" })));
      const { account_id } = await db.selectFrom("upstream_token as t").innerJoin(
        "upstream_identity as i",
        "i.sub",
        "t.sub",
      )
        .select("i.account_id").executeTakeFirstOrThrow();
      upstream.lies = { ...lies, tokens: { access_token: "for all", expires_in: 300 } };
      const before = upstream.asked.length;
      const given = await Promise.all(Array.from({ length: racers }, async (_, at) => {
        const { deployment } = at % 2 ? first : second, provider = await openDefaultTenant(deployment);
        const broker = brokerFor(deployment, provider);
        return (await upstreamTokensOf(broker, account_id)).map(({ access_token }) => access_token);
      }));
      assertEquals(given, Array(racers).fill(["for all"]));
      const asked = upstream.asked.slice(before).map(({ asked: { form } }) => form?.refresh_token);
      assertEquals(asked, ["once"]);
    },
  );
  await t.step("of many servers that look at upstreams one looks at each, and tells", async () => {
    shared.at.delete(`${upstream.issuer}/.well-known/openid-configuration`);
    const look = async () => {
      const turns = await Promise.all(Array.from({ length: racers }, async (_, at) => {
        const { deployment } = at % 2 ? first : second;
        return await watchUpstreams(brokerFor(deployment, await openDefaultTenant(deployment)));
      }));
      return turns.flat().map(({ event, slug }) => `${event} ${slug}`).toSorted();
    };
    assertEquals(await look(), ["break example", "break kept"]);
    const looks = await db.selectFrom("upstream_canary").select(["state", "checked_at"]).execute();
    assertEquals(looks, Array(2).fill({ state: "broken", checked_at: first.time.now }));
    assertEquals(await look(), []);
  });
  for (const each of dbs) await each.destroy();
});
