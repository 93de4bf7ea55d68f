// Two tenants of one server whose people may come from the same upstream: what belongs to one is nothing at the other.
import { assertEquals, assertNotEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { documents } from "../support/documents.ts";
import { fakeUpstream } from "../support/fake_upstream.ts";
import { post } from "../support/flow.ts";
import { lastRefusal, openProvider } from "../support/provider.ts";
import { addTenant } from "../support/tenant.ts";
import { addUpstream, leaveAlone } from "../support/upstreams.ts";

const shared = documents(), clock = { now: () => 0 };
const upstream = fakeUpstream(() => clock.now(), "https://upstream.example", shared);
const here = await openProvider({ fetch: shared.fetch, request: upstream.request });
clock.now = () => here.time.now;
const there = await addTenant(here, "other");
for (const tenant of [here, there]) await addUpstream(tenant, upstream);
here.time.now += 1;
await addUpstream(here, { slug: "only-here", issuer: upstream.issuer });

const { db } = here;

Deno.test("a state of one tenant, with its cookie under every name, is nothing at another, and stays good at its own", async () => {
  const browser = openBrowser(here.issuer, here.send), request = await leaveAlone(here, browser);
  const back = new URL(upstream.sendBack(request));
  const [name, value] = [...browser.cookies].find(([name]) => name.startsWith("lk_uf_"))!;
  const cookie = `${name}=${value}; ${name.replace("default", there.tenant)}=${value}`;
  upstream.asked.length = 0;
  const refused = await there.send(`/rp/callback/example${back.search}`, { headers: { cookie } });
  await refused.body?.cancel();
  assertEquals([refused.status, lastRefusal(here)], [400, "upstream_flow.unknown"]);
  assertEquals([refused.headers.getSetCookie(), upstream.asked], [[], []]);
  assertEquals((await browser.open(back)).status, 200);
});

Deno.test("the same person at the same upstream is another person in each tenant", async () => {
  for (const tenant of [here, there]) {
    const browser = openBrowser(tenant.issuer, tenant.send), request = await leaveAlone(tenant, browser);
    assertEquals(request.searchParams.get("redirect_uri"), `${tenant.issuer}/rp/callback/example`);
    const { status, url } = await browser.open(upstream.sendBack(request));
    assertEquals([status, url.startsWith(`${tenant.issuer}/account`)], [200, true]);
  }
  const rows = await db.selectFrom("upstream_identity").select(["tenant", "account_id", "sub"]).orderBy(
    "tenant",
  )
    .execute();
  assertEquals(new Set(rows.map(({ tenant }) => tenant)), new Set(["default", there.tenant]));
  assertEquals(new Set(rows.map(({ sub }) => sub)), new Set(["ada"]));
  assertNotEquals(rows[0]!.account_id, rows[1]!.account_id);
});

Deno.test("an upstream of one tenant is not offered, and not started, at another", async () => {
  const listed = async (tenant: typeof here) => {
    const { providers } = await (await tenant.send("/rp/providers")).json();
    return providers.map(({ id, authorize_uri }: Record<string, string>) => [id, authorize_uri]);
  };
  assertEquals(await listed(here), [
    ["example", `${here.issuer}/rp/authorize?idp=example`],
    ["only-here", `${here.issuer}/rp/authorize?idp=only-here`],
  ]);
  assertEquals(await listed(there), [["example", `${there.issuer}/rp/authorize?idp=example`]]);
  const refused = await there.send("/rp/authorize?idp=only-here", { headers: { "sec-fetch-site": "none" } });
  await refused.body?.cancel();
  assertEquals([refused.status, lastRefusal(here)], [400, "upstream.unknown"]);
});

Deno.test("a logout token ends what came to the tenant that it was sent to, and nothing of another's", async () => {
  const stay = async ({ issuer, send }: typeof here) => {
    const browser = openBrowser(issuer, send);
    await browser.open(upstream.sendBack(await leaveAlone({ issuer }, browser)));
    return async () => new URL((await browser.open(`${issuer}/account`)).url).pathname.endsWith("/account");
  };
  upstream.lies = {};
  const [isHere, isThere] = [await stay(here), await stay(there)];
  const now = here.time.now;
  const logout_token = await upstream.sign({
    iss: upstream.issuer,
    aud: "latchkey",
    sub: "ada",
    iat: now,
    exp: now + 120,
    jti: "once",
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  });
  assertEquals((await post(there.send, "/rp/backchannel_logout/only-here", { logout_token })).status, 400);
  assertEquals([await isHere(), await isThere()], [true, true]);
  assertEquals((await post(there.send, "/rp/backchannel_logout/example", { logout_token })).status, 200);
  assertEquals([await isHere(), await isThere()], [true, false]);
});
