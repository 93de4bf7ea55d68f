// Somebody has a mailbox whose address is not the victim's, but becomes it in lower case: K (U+212A) becomes k.
import { assert, assertEquals } from "@std/assert";
import { amendUpstream, findUpstream } from "../../src/store/upstreams.ts";
import { assertSignedIn, openFakeBroker, visitUpstream } from "../rp/fake_broker.ts";
import { addPerson, lastRefusal, storeOf } from "../support/provider.ts";

const broker = await openFakeBroker(), { provider, upstream } = broker, store = storeOf(provider);

/** Comes from the upstream with an address that it vouches for. */
async function arriveAs(sub: string, email: string, policy: object) {
  const row = (await findUpstream(store, "example"))!;
  assert((await amendUpstream(store, row, { ...row, trust_email: true, ...policy }, provider.time.now)).ok);
  upstream.lies = { claims: { sub, email, email_verified: true }, userinfo: { sub } };
  return await visitUpstream(broker);
}

const accountOf = async (sub: string) =>
  (await provider.db.selectFrom("upstream_identity").select("account_id").where("sub", "=", sub)
    .executeTakeFirst())?.account_id;

Deno.test("an address that is another one's only in lower case links nobody to that one's account (RFC 5321 section 2.4)", async () => {
  const { sub } = await addPerson(provider, "mike"), free = { sign_up: "free", link_by_email: true };
  assertSignedIn(await arriveAs("taker", "mi\u212ae@example.com", free));
  assert((await accountOf("taker")) !== undefined && (await accountOf("taker")) !== sub);
  assertSignedIn(await arriveAs("mike", "Mike@example.com", free));
  assertEquals(await accountOf("mike"), sub);
});

Deno.test("a domain that is another one only in lower case lets nobody in by that one (RFC 5321 section 2.4)", async () => {
  const domains = { sign_up: "domains", allowed_domains: ["bank.example"], link_by_email: false };
  assertEquals((await arriveAs("foreign", "eve@ban\u212a.example", domains)).status, 403);
  assertEquals(lastRefusal(provider), "upstream.arrival.other_domain");
  assertSignedIn(await arriveAs("own", "ada@Bank.example", domains));
});
