import { assertEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { mostRepeats, publicRepeatWindow } from "../../src/domain/token_policy.ts";
import { savePolicy } from "../../src/store/tenants.ts";
import { type Answer, introspect, refresh, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const app = await addClient(provider, { token_endpoint_auth_method: "none" }, { first_party: true });
const alice = await addPerson(provider, "alice");
const asked = { scope: "openid email offline_access" };
const window = lifetimes.refresh_repeat_window.default;

/** A token that was rotated just now, and the answer that its client got, or did not get. */
async function rotated(at: TestClient = client, more: Readonly<Record<string, string>> = {}) {
  const { refresh_token = "" } = await tokensFor(provider, at, alice, { asked });
  return { old: refresh_token, answer: await refresh(send, at, refresh_token, more) };
}

const refused = async (old: string, why: string, at: TestClient = client) => {
  const { status, error } = await refresh(send, at, old);
  assertEquals([status, error, lastRefusal(provider)], [400, "invalid_grant", why]);
};

const lives = async ({ access_token, refresh_token }: Answer, at: TestClient = client) => [
  await userinfoStatus(send, access_token!),
  (await introspect(send, client, refresh_token!)).active as unknown as boolean,
  (await refresh(send, at, refresh_token!)).status,
];

Deno.test("a lost answer is given once more, the very same but for the seconds that are left (RFC 9700 section 4.14.2)", async () => {
  const { old, answer } = await rotated();
  time.now += window - 1;
  const { expires_in, ...again } = await refresh(send, client, old);
  const { expires_in: before, ...first } = answer;
  assertEquals(again, first);
  assertEquals(expires_in, before - (window - 1));
  assertEquals(await lives(answer), [200, true, 200]);
});

Deno.test("a lost answer is given for the same narrowed request, whatever the order of its scopes (RFC 6749 section 6)", async () => {
  const { old, answer } = await rotated(client, { scope: "openid email" });
  assertEquals(await refresh(send, client, old, { scope: "email openid" }), answer);
});

Deno.test("a rotated token asked for other scopes is refused, and nothing is revoked (RFC 6749 section 6)", async () => {
  const { old, answer } = await rotated();
  const other = await refresh(send, client, old, { scope: "openid" });
  assertEquals([other.error, lastRefusal(provider)], ["invalid_grant", "refresh_token.other_request"]);
  assertEquals(await refresh(send, client, old), answer);
  assertEquals(await lives(answer), [200, true, 200]);
});

Deno.test(`an answer is repeated ${mostRepeats} times; the next is refused and nothing is revoked (RFC 9700 section 4.14.2)`, async () => {
  const { old, answer } = await rotated();
  for (let time = 0; time < mostRepeats; time++) assertEquals(await refresh(send, client, old), answer);
  await refused(old, "refresh_token.too_many");
  assertEquals(await lives(answer), [200, true, 200]);
});

Deno.test("after its window a rotated token takes its family with it (RFC 9700 section 4.14.2)", async () => {
  const { old, answer } = await rotated();
  time.now += window;
  await refused(old, "refresh_token.grace_over");
  assertEquals(await lives(answer), [401, false, 400]);
});

Deno.test("the window counts from the rotation: a repeat does not prolong it (RFC 9700 section 4.14.2)", async () => {
  const { old, answer } = await rotated();
  time.now += window - 1;
  assertEquals((await refresh(send, client, old)).status, 200);
  time.now += 1;
  await refused(old, "refresh_token.grace_over");
  assertEquals(await lives(answer), [401, false, 400]);
});

Deno.test("once its successor was used, a rotated token takes its family with it, window or not (RFC 9700 section 4.14.2)", async () => {
  const { old, answer } = await rotated();
  const third = await refresh(send, client, answer.refresh_token!);
  assertEquals(third.status, 200);
  await refused(old, "refresh_token.replayed");
  assertEquals(await lives(third), [401, false, 400]);
});

Deno.test("a revoked family answers nothing again (RFC 7009 section 2.1)", async () => {
  const { old } = await rotated();
  time.now += window;
  await refused(old, "refresh_token.grace_over");
  await refused(old, "refresh_token.revoked");
});

Deno.test("an answer that nobody waits for any more is wiped (RFC 9700 section 4.14.2)", async () => {
  const { answer } = await rotated();
  await refresh(send, client, answer.refresh_token!);
  const settled = await provider.db.selectFrom("refresh_token").select("answer").where(
    "state",
    "=",
    "settled",
  )
    .where("answer", "is not", null).execute();
  assertEquals(settled, []);
});

Deno.test(`a public client may repeat for ${publicRepeatWindow} s (RFC 9700 section 4.14.2)`, async () => {
  const early = await rotated(app);
  time.now += publicRepeatWindow - 1;
  assertEquals((await refresh(send, app, early.old)).access_token, early.answer.access_token);
  time.now += 1;
  await refused(early.old, "refresh_token.grace_over", app);
  assertEquals(await userinfoStatus(send, early.answer.access_token!), 401);
});

Deno.test("where the tenant allows no repeat, the first second use takes the family (RFC 9700 section 4.14.2)", async () => {
  await savePolicy(provider.db, "default", { lifetimes: { refresh_repeat_window: 0 } });
  time.now += 2;
  const { old, answer } = await rotated();
  await refused(old, "refresh_token.grace_over");
  assertEquals(await userinfoStatus(send, answer.access_token!), 401);
});
