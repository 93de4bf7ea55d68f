import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import type { KyselyPlugin } from "kysely";
import { routes } from "../../src/http/routes.ts";
import { openMemory } from "../support/database.ts";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl, post, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

/** What the database answers to every statement, instead of doing it. */
let broken: Error | undefined;

const plugin: KyselyPlugin = {
  transformQuery: ({ node }) => {
    if (broken) throw broken;
    return node;
  },
  transformResult: ({ result }) => Promise.resolve(result),
};

const provider = await openProvider({ db: (await openMemory()).withPlugin(plugin) });
const { issuer, send, lines, time } = provider;
const client = await addClient(provider), person = await addPerson(provider);

const refused = Object.assign(new Error("connect ECONNREFUSED 10.1.2.3:5432"), { code: "ECONNREFUSED" });
const fault = new Error('relation "hidden_table" does not exist');

/** Answers while the database is broken. The policy that was read a moment ago is forgotten first. */
async function whileBroken<T>(by: Error, ask: () => Promise<T>): Promise<T> {
  time.now += 2;
  broken = by;
  try {
    return await ask();
  } finally {
    broken = undefined;
  }
}

const form = { "content-type": "application/x-www-form-urlencoded" };

/** Everything that needs the database. */
const needing = routes.filter(({ withoutTenant }) => !withoutTenant).flatMap(({ path, methods, reader }) =>
  Object.keys(methods).map((method) => ({ path, method, reader }))
);

async function asked({ path, method }: typeof needing[number]) {
  const init = method === "POST" ? { method, body: "a=b", headers: { ...form, origin: issuer } } : { method };
  const response = await send(path, init), { status, headers } = response;
  return { status, headers, text: await response.text() };
}

for (const request of needing) {
  const { method, path, reader } = request;
  Deno.test(`${method} ${path} says to try again while the database is away (RFC 9110 section 15.6.4)`, async () => {
    const { status, headers, text } = await whileBroken(refused, () => asked(request));
    assertEquals([status, headers.get("retry-after"), headers.get("cache-control")], [503, "1", "no-store"]);
    if (reader === "page") assertMatch(text, /<h1>We will be right back<\/h1>/);
    else assertEquals(JSON.parse(text).error, "temporarily_unavailable");
    assertFalse(/ECONNREFUSED|10\.1\.2\.3/.test(text));
    assert((await asked(request)).status < 500, "it answers again once the database is back");
  });

  Deno.test(`${method} ${path} tells nothing of a fault but its reference (RFC 9110 section 15.6.1)`, async () => {
    const { status, headers, text } = await whileBroken(fault, () => asked(request));
    assertEquals([status, headers.get("retry-after"), headers.get("cache-control")], [500, null, "no-store"]);
    if (reader === "page") {
      assertMatch(text, /<h1>Something went wrong on our side<\/h1>/);
      assert(text.includes(`<code>${headers.get("x-request-id")}</code>`));
    } else assertEquals(JSON.parse(text).error, "server_error");
    assertFalse(/hidden_table|\.ts|at async|Error:/.test(text));
  });
}

Deno.test("the log has what the answer does not say, under the request id", async () => {
  for (const by of [refused, fault]) {
    lines.length = 0;
    const { headers } = await whileBroken(by, () => asked(needing[0]!));
    const entries = lines.map((line) => JSON.parse(line));
    const expected = by === refused ? "database_unreachable" : "fault";
    const entry = entries.find(({ event }) => event === expected);
    assertEquals([entry?.level, entry?.request_id], ["error", headers.get("x-request-id")]);
    assert(entry.fault.includes(by.message));
  }
});

Deno.test("readiness goes with the database, liveness does not", async () => {
  const status = async (path: string) => {
    const response = await send(path);
    return [response.status, await response.text(), response.headers.get("retry-after")];
  };
  assertEquals(await status("/readyz"), [200, "ready\n", null]);
  for (const by of [refused, fault]) {
    assertEquals(await whileBroken(by, () => status("/readyz")), [503, "not ready\n", "1"]);
    assertEquals(await whileBroken(by, () => status("/healthz")), [200, "ok\n", null]);
  }
  assertEquals(await status("/readyz"), [200, "ready\n", null]);
});

Deno.test("a person whose sign-in met the database's absence signs in once it is back", async () => {
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
  const away = await whileBroken(refused, () => signIn(browser, page, person));
  assertEquals([away.status, away.headers.get("retry-after")], [503, "1"]);
  assertEquals(new URL((await signIn(browser, page, person)).url).pathname, "/consent");
});

Deno.test("several causes that are all an absence are one (as Node reports a host with two addresses)", async () => {
  const both = new AggregateError([refused, refused], "all addresses failed"),
    mixed = new AggregateError([refused, fault]);
  const grant = () => post(send, "/oauth2/token", { grant_type: "client_credentials" }, client);
  assertEquals((await whileBroken(both, grant)).status, 503);
  assertEquals((await whileBroken(mixed, grant)).status, 500);
});
