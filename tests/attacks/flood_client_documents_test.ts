/** Clients name themselves by URLs of an attacker's: he wants us to fetch, to wait, and to take his word for another's. */
import { assertEquals } from "@std/assert";
import { guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { findClientRow } from "../../src/store/clients.ts";
import { documentAt, documentClient, documentUrl, openToDocuments } from "../support/client_documents.ts";
import { authorizeUrl } from "../support/flow.ts";
import { addClient, lastRefusal, storeOf, type TestProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

async function status({ issuer, send }: TestProvider, client_id: string, headers = {}): Promise<number> {
  const answer = await send(authorizeUrl(issuer, documentClient(client_id)), { headers });
  await answer.body?.cancel();
  return answer.status;
}

const proxy = "10.0.0.1";
const fromAddress = (at: number) => ({
  "x-forwarded-for": `198.${18 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`,
});

Deno.test("one address has twenty documents fetched, one host twenty, and one document three (OAuth Client ID Metadata Document section 6)", async () => {
  const provider = await openToDocuments({ remoteAddress: proxy, trustedProxies: [proxy] }),
    { served } = provider;
  const fetched = async (name: (at: number) => string, from: (at: number) => number) => {
    served.asked.length = 0;
    for (let at = 0; at < 40; at++) await status(provider, name(at), fromAddress(from(at)));
    return served.asked.length;
  };
  assertEquals(await fetched((at) => `https://h${at}.evil.example/c.json`, () => 1), 20);
  assertEquals(await fetched((at) => `https://evil.example/${at}`, (at) => 100 + at), 20);
  assertEquals(await fetched(() => "https://one.evil.example/c.json", (at) => 200 + at), 3);
  assertEquals(lastRefusal(provider), "client_id.document");
});

Deno.test("one address begins no count for each URL that it makes up", async () => {
  const provider = await openToDocuments({ remoteAddress: proxy, trustedProxies: [proxy] }),
    { db } = provider;
  for (let at = 0; at < 60; at++) {
    await status(provider, `https://h${at}.evil.example/c.json`, fromAddress(1));
  }
  const counts = await db.selectFrom("throttle").select("key").where("key", "like", "document/%").execute();
  const of = (what: string) => counts.filter(({ key }) => key.startsWith(`document/${what}/`)).length;
  assertEquals([of("from"), of("url"), of("host")], [1, 20, 20]);
});

Deno.test("a document cannot speak for another client: neither for another URL nor for one that is registered", async () => {
  const provider = await openToDocuments(), { served } = provider, client = await addClient(provider);
  const mine = "https://evil.example/client.json";
  for (const client_id of [documentUrl, client.client_id, `${mine}?`, mine.toUpperCase(), [mine]]) {
    served.at.set(mine, { ...documentAt(mine), client_id });
    assertEquals([await status(provider, mine), lastRefusal(provider)], [400, "client_id.document"]);
    provider.time.now += 60;
  }
  assertEquals(await findClientRow(storeOf(provider), mine), undefined);
});

Deno.test("a document that turns against the rules takes its client with it, and leaves the people's record as it was", async () => {
  const provider = await openToDocuments(), { served, time } = provider;
  assertEquals(await status(provider, documentUrl), 303);
  const before = (await findClientRow(storeOf(provider), documentUrl))!.metadata;
  time.now += 3600;
  served.at.set(documentUrl, documentAt(documentUrl, { client_secret: "now everybody's" }));
  assertEquals([await status(provider, documentUrl), lastRefusal(provider)], [400, "client_id.document"]);
  assertEquals((await findClientRow(storeOf(provider), documentUrl))!.metadata, before);
});

/** A server of the attacker's, and an application whose guarded fetch may reach it alone. */
async function openToServer(answer: (url: URL) => Response | Promise<Response>) {
  const hits: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    hits.push(new URL(request.url).pathname);
    return answer(new URL(request.url));
  });
  const { port } = server.addr, told: string[] = [];
  // What TLS would carry comes in the clear: the rules say so for this one host, as an operator's allow list does.
  const rules = { allowed: [`evil.example:${port}`], ports: [443, port], own: ["issuer.example"] };
  const guarded = guardedFetch({
    rules,
    resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    authorities: undefined,
    report: (_, { why }) => told.push(why),
  });
  const inTheClear = `https://evil.example:${port}/`;
  const provider = await openToDocuments({
    fetchRules: rules,
    fetch: (url, asked) => guarded(url.replace(inTheClear, `http://evil.example:${port}/`), asked),
  });
  return {
    provider,
    port,
    at: (path: string) => inTheClear + path,
    hits,
    told,
    stop: () => server.shutdown(),
  };
}

const json = { headers: { "content-type": "application/json" } };

Deno.test("what redirects, is huge, is slow, is compressed, is a page or is not there makes no client, and is told apart by nobody (OAuth Client ID Metadata Document section 6)", async () => {
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => letGo = resolve);
  const document = (path: string, port: string) =>
    JSON.stringify(documentAt(`https://evil.example:${port}${path}`));
  const evil = await openToServer(async ({ pathname, port }) => {
    switch (pathname) {
      case "/good":
        return new Response(document(pathname, port), json);
      case "/redirect":
        return new Response(null, { status: 302, headers: { location: "/good" } });
      case "/huge":
        return new Response(document(pathname, port) + " ".repeat(20_000), json);
      case "/slow":
        await gone;
        return new Response(document(pathname, port), json);
      case "/compressed":
        return new Response(document(pathname, port), {
          headers: { ...json.headers, "content-encoding": "br" },
        });
      case "/page":
        return new Response(document(pathname, port), { headers: { "content-type": "text/html" } });
      default:
        return new Response(document(pathname, port), { ...json, status: 404 });
    }
  });
  try {
    const answers = new Set<string>();
    for (const path of ["redirect", "huge", "slow", "compressed", "page", "absent"]) {
      const { issuer, send } = evil.provider;
      const answer = await send(authorizeUrl(issuer, documentClient(evil.at(path))));
      assertEquals([answer.status, lastRefusal(evil.provider)], [400, "client_id.document"], path);
      const page = await answer.text();
      answers.add(page.replace(/<code>.*?<\/code>/g, "").replaceAll(evil.at(path), "its URL"));
    }
    assertEquals(answers.size, 1);
    assertEquals(evil.told, ["status", "too_large", "timeout", "encoding", "type", "status"]);
    assertEquals(evil.hits.includes("/good"), false);
    assertEquals(await status(evil.provider, evil.at("good")), 303);
  } finally {
    letGo();
    await evil.stop();
  }
});

Deno.test("addresses of our own network and of this server are not fetched, however they are spelled (OAuth Client ID Metadata Document section 6)", async () => {
  const evil = await openToServer(() => new Response("{}", json)), { port, provider } = evil;
  try {
    const places = [
      `127.0.0.1:${port}`,
      `2130706433:${port}`,
      `[::1]:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `public-name.example:${port}`,
      `issuer.example:${port}`,
      "169.254.169.254",
      "10.0.0.1",
    ];
    for (const place of places) {
      const url = `https://${place}/client.json`;
      assertEquals([await status(provider, url), lastRefusal(provider)], [400, "client_id.document"], url);
    }
    assertEquals(evil.hits, []);
  } finally {
    await evil.stop();
  }
});

Deno.test("where documents are not taken, a URL as client_id makes nobody fetch anything", async () => {
  const provider = await openToDocuments();
  await setPolicy(provider, {});
  assertEquals([await status(provider, documentUrl), lastRefusal(provider)], [400, "client_id.known"]);
  assertEquals(provider.served.asked, []);
});
