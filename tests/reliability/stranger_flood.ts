/** Thousands of requests that anybody can send, over many connections at once, and what good traffic meets meanwhile. */
import { assert, assertEquals } from "@std/assert";
import { createApp } from "../../src/http/app.ts";
import { listen } from "../../src/http/listen.ts";
import { jwtBearer } from "../../src/protocol/client/client_assertion.ts";
import { openBrowser } from "../support/browser.ts";
import { addKeyClient, asserted, assertionBy } from "../support/client_assertion.ts";
import { documentAt, documentClient, openToDocuments } from "../support/client_documents.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { authorizeAs, authorizeUrl, codeIn, post, redeem } from "../support/flow.ts";
import { addPerson, lastRefusal, type Send } from "../support/provider.ts";

/** What was measured. */
export interface FloodReport {
  readonly requests: number;
  readonly seconds: number;
  /** Fetches from addresses that strangers named. */
  readonly fetches: number;
  /** Sign-ins from start to token while the flood went on. */
  readonly signIns: number;
  /** Milliseconds in which 99 of 100 of their requests were answered: before the flood, and during it. */
  readonly p99: readonly [quiet: number, flooded: number];
  /** MiB by which this process grew: server, database and flood. */
  readonly growth: number;
}

/** Requests in flight at a time, each on a connection of its own. */
const connections = 64;

const local = "127.0.0.1", jwks_uri = "https://app.example/jwks.json";

/**
 * A server that listens, takes clients that name themselves by the URL of a document, and trusts this machine to name
 * the address of whoever sends; and a person who signs in to an app of it, whose keys are behind a `jwks_uri`.
 */
async function openFloodable() {
  const provider = await openToDocuments({ trustedProxies: [local] }), { served, issuer } = provider;
  const options = { listen: { hostname: local, port: 0 }, tls: undefined };
  const { address, drain } = await listen(createApp(provider.deployment), options);
  const send: Send = (target, init) => {
    const { pathname, search } = new URL(target, issuer);
    return fetch(`http://${address}${pathname}${search}`, { redirect: "manual", ...init });
  };
  const key = await makeClientKey();
  served.at.set(jwks_uri, { keys: [key.jwk] });
  const client = await addKeyClient(provider, { jwks_uri }, key), person = await addPerson(provider);
  const signIn = async (by: Send) => {
    const place = { issuer, send: by }, browser = openBrowser(issuer, by);
    const code = codeIn(await authorizeAs(place, client, person, { browser }));
    const { client_id, ...proof } = { client_id: client.client_id, ...await asserted(provider, client) };
    const answer = await redeem(by, { ...client, client_id, method: "private_key_jwt" }, code, proof);
    assertEquals(answer.status, 200, JSON.stringify(answer));
  };
  return { provider, send, client, signIn, stop: () => drain(1000) };
}

type Floodable = Awaited<ReturnType<typeof openFloodable>>;

const percentile99 = (took: readonly number[]) =>
  took.toSorted((a, b) => a - b)[Math.ceil(took.length * 0.99) - 1] ?? Infinity;

const residentMiB = () => Deno.memoryUsage().rss / 2 ** 20;

/**
 * Sends the requests while a person signs in again and again, each time in a browser that has never been there.
 *
 * @param one Sends one of them, and throws where it is not answered as it should be.
 */
async function flood(
  { provider, send, signIn }: Floodable,
  requests: number,
  one: (at: number) => Promise<void>,
): Promise<FloodReport> {
  const quiet: number[] = [], flooded: number[] = [];
  const timed = (took: number[]): Send => async (...request) => {
    const started = performance.now(), response = await send(...request);
    took.push(performance.now() - started);
    return response;
  };
  for (let time = 0; time < 10; time++) await signIn(timed(quiet));
  const { asked } = provider.served, fetched = asked.length;
  const memory = residentMiB(), started = performance.now();
  let next = 0, signIns = 0, over = false;
  const stranger = async () => {
    while (next < requests) {
      await one(next++);
      // The log is kept by the test, not by the server.
      if (next % 1000 === 0) provider.lines.splice(0, provider.lines.length - 100);
    }
  };
  const goodTraffic = async () => {
    for (; !over; signIns++) await signIn(timed(flooded));
  };
  const good = goodTraffic();
  try {
    await Promise.all(Array.from({ length: connections }, stranger));
  } finally {
    over = true;
    await good;
  }
  return {
    requests,
    seconds: (performance.now() - started) / 1000,
    fetches: asked.length - fetched,
    signIns,
    p99: [percentile99(quiet), percentile99(flooded)],
    growth: residentMiB() - memory,
  };
}

/** Asserts that others hardly noticed: people signed in all the while without waiting long, and memory stayed. */
function assertWithstood(report: FloodReport): void {
  const { signIns, p99: [quiet, flooded], growth } = report, said = JSON.stringify(report);
  assert(signIns >= 3, said);
  // One request waits for the others that are in flight, and for whatever else the machine does.
  assert(flooded < Math.max(5000, 20 * quiet), said);
  assert(growth < 250, said);
}

/**
 * Strangers send assertions of one client under kids that nobody has: its keys are fetched once in the minute, nothing is
 * left behind but a bounded number of explanations, and the client's own assertions are taken all the while.
 *
 * @see OpenID Connect Core section 10.1.1
 */
export async function floodWithKids(requests: number): Promise<FloodReport> {
  const place = await openFloodable(), { provider, send, client } = place, { db, deployment } = provider;
  try {
    await place.signIn(send);
    const [, claims, signature] = (await assertionBy(provider, client)).split(".");
    provider.time.now += 60;
    const report = await flood(place, requests, async (at) => {
      const header = btoa(JSON.stringify({ alg: "ES256", kid: `random-${at}` })).replaceAll("=", "");
      const client_assertion = `${header}.${claims}.${signature}`;
      const fields = { grant_type: "client_credentials", client_assertion_type: jwtBearer, client_assertion };
      const answer = await post(send, "/oauth2/token", fields);
      await answer.body?.cancel();
      assertEquals([answer.status, lastRefusal(provider)], [401, "client_assertion.key"]);
    });
    assertWithstood(report);
    assertEquals([report.fetches, deployment.clientKeys.size], [1, 1]);
    assert(deployment.fullCounts.size <= 2, "what the server remembers does not grow");
    const kept = await db.selectFrom("refusal").select("reference").execute();
    assert(kept.length <= 101, `${kept.length} explanations are kept`);
    return report;
  } finally {
    await place.stop();
  }
}

/**
 * Strangers, each from an address of their own, name themselves by URLs that nobody has heard of: a hundred documents are
 * fetched, as many clients made, and the rest is refused before anything is fetched or written.
 *
 * @see OAuth Client ID Metadata Document section 6
 */
export async function floodWithDocuments(requests: number): Promise<FloodReport> {
  const place = await openFloodable(), { provider, send } = place, { db, served, issuer } = provider;
  try {
    await place.signIn(send);
    const before = (await db.selectFrom("client").select("client_id").execute()).length;
    const report = await flood(place, requests, async (at) => {
      const url = `https://h${at}.evil.example/client.json`, redirect = `https://h${at}.evil.example/cb`;
      served.at.set(url, documentAt(url, { redirect_uris: [redirect] }));
      const from = `198.${18 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`;
      const headers = { "x-forwarded-for": from };
      const answer = await send(authorizeUrl(issuer, documentClient(url, redirect)), { headers });
      await answer.body?.cancel();
      assert([303, 400].includes(answer.status), `${answer.status}`);
    });
    assertWithstood(report);
    const clients = (await db.selectFrom("client").select("client_id").execute()).length;
    assertEquals([report.fetches, clients - before], [100, 100]);
    const counts = await db.selectFrom("throttle").select("key").execute();
    assert(counts.length < 1000, `${counts.length} counts were begun`);
    assert(provider.deployment.fullCounts.size <= 3, "what the server remembers does not grow");
    const kept = await db.selectFrom("refusal").select("reference").execute();
    assert(kept.length <= 101, `${kept.length} explanations are kept`);
    return report;
  } finally {
    await place.stop();
  }
}
