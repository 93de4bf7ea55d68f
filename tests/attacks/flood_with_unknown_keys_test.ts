// An attacker has a client's keys fetched again and again, by assertions that anybody can write.
import { assert, assertEquals } from "@std/assert";
import { addKeyClient, assertionBy } from "../support/client_assertion.ts";
import { jwtBearer } from "../../src/protocol/client/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { lastRefusal, openProvider } from "../support/provider.ts";

const jwks_uri = "https://app.example/jwks.json", key = await makeClientKey();
const web = documents({ [jwks_uri]: { keys: [key.jwk] } });
const provider = await openProvider({ fetch: web.fetch }), { send, time } = provider;
const metadata = { grant_types: ["client_credentials"], jwks_uri };
const client = await addKeyClient(provider, metadata, key);

async function ask(client_assertion: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: jwtBearer,
    client_assertion,
  });
  const response = await send("/oauth2/token", { method: "POST", body });
  await response.body?.cancel();
  return response.status;
}

/** An assertion of a client that nobody signed, under a kid that nobody has. */
async function forged(kid: string, of = client): Promise<string> {
  const [, claims, signature] = (await assertionBy(provider, of)).split(".");
  return `${btoa(JSON.stringify({ alg: "ES256", kid })).replaceAll("=", "")}.${claims}.${signature}`;
}

const many = <T>(count: number, one: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => one(at)));

Deno.test("however many assertions come with keys that nobody has, keys are fetched once a minute and the client's own is taken (OpenID Connect Core section 10.1.1)", async () => {
  assertEquals(await ask(await assertionBy(provider, client)), 200);
  for (let minute = 1; minute <= 4; minute++) {
    const told = await many(40, async (at) => await ask(await forged(`${minute}-${at}`)));
    assertEquals([new Set(told), lastRefusal(provider)], [new Set([401]), "client_assertion.key"]);
    assert(web.asked.length <= minute, `${web.asked.length} fetches in ${minute} minutes`);
    assertEquals(await ask(await assertionBy(provider, client)), 200);
    time.now += 60;
  }
  assertEquals(web.asked.length > 1, true, "An unknown key is asked for again, so that a new one is found");
});

Deno.test("assertions of clients that nobody registered, or whose claims do not hold, have nothing fetched (RFC 7523 section 3)", async () => {
  time.now += 60;
  const before = web.asked.length, kid = "new";
  await many(50, async (at) => await ask(await forged(kid, { ...client, client_id: `c_nobody${at}` })));
  const claims = { aud: "https://other.example" };
  await many(50, async () => await ask(await assertionBy(provider, client, { header: { kid }, claims })));
  assertEquals(web.asked.length, before);
});

Deno.test("a key set of fifty thousand is as good as none, and is not read again for a minute (RFC 7517 section 5)", async () => {
  const uri = "https://many.example/jwks.json";
  web.at.set(uri, { keys: Array.from({ length: 50_000 }, (_, at) => ({ ...key.jwk, kid: `k${at}` })) });
  const other = await addKeyClient(provider, { ...metadata, jwks_uri: uri }, key);
  const told = await many(50, async () => await ask(await assertionBy(provider, other)));
  assertEquals([new Set(told), lastRefusal(provider)], [new Set([401]), "client_assertion.key"]);
  assertEquals(web.asked.filter(({ url }) => url === uri).length, 1);
});
