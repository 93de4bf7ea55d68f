import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sql } from "kysely";
import { diagnose } from "../../src/admin/findings.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import { doctor } from "../../src/cli/doctor.ts";
import type { CommandIo } from "../../src/cli/command.ts";
import { createApp } from "../../src/http/app.ts";
import { mountAdmin } from "../../src/http/admin_api.ts";
import { deploy, type Parts } from "../../src/http/deploy.ts";
import type { Db } from "../../src/store/transition.ts";
import { openMemory } from "../support/database.ts";
import { fetchNothing, postNowhere, publicOnly, requestNothing } from "../support/documents.ts";
import { keptKey } from "../support/kept_keys.ts";

const token = "a-token-for-the-doctor-0123456789";

/** A server on a real socket, and a proxy in front of it whose address is the issuer. */
interface Site {
  readonly issuer: string;
  readonly direct: string;
  readonly stop: () => Promise<void>;
}

/** What is wrong with a site. */
interface Fault {
  readonly parts?: Partial<Parts>;
  /** What the proxy does to a request before it passes it on; it drops what strangers may not write otherwise. */
  readonly passes?: (headers: Headers) => void;
  readonly answers?: (response: Response) => Response;
  readonly before?: (db: Db) => Promise<unknown>;
  /** Mends what `before` did to the database, which other tests of this process use too. */
  readonly after?: (db: Db) => Promise<unknown>;
  readonly issuer?: (proxy: string) => string;
}

const forgeable = ["x-forwarded-for", "x-forwarded-host", "forwarded", "client-cert"];

async function open(
  { parts = {}, passes, answers = (response) => response, before, after, issuer: chosen }: Fault,
): Promise<Site> {
  let upstream = "";
  const proxy = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const headers = new Headers(request.headers), url = new URL(request.url);
    if (passes) passes(headers);
    else {
      for (const name of forgeable) headers.delete(name);
      headers.set("x-forwarded-for", "198.51.100.9");
    }
    const answer = await fetch(`${upstream}${url.pathname}${url.search}`, { headers, redirect: "manual" });
    return answers(new Response(await answer.text(), { status: answer.status, headers: answer.headers }));
  });
  const address = `http://localhost:${proxy.addr.port}`, issuer = chosen?.(address) ?? address;
  const db = await openMemory();
  const deployment = await deploy({
    issuer,
    development: true,
    db,
    clock: () => Math.floor(Date.now() / 1000),
    pause: () => Promise.resolve(),
    random: systemRandom,
    generate: (alg) => keptKey(alg, 0),
    secret: systemRandom(32),
    previousSecret: undefined,
    adminToken: () => token,
    trustedProxies: ["127.0.0.1"],
    cores: 1,
    fetch: fetchNothing,
    fetchRules: publicOnly,
    post: postNowhere,
    request: requestNothing,
    freeBytes: () => Promise.resolve(2 ** 34),
    log: () => {},
    ...parts,
  });
  await before?.(db);
  const app = createApp(deployment, (hono) => mountAdmin(hono, deployment));
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request, info) => app.fetch(request, { remoteAddress: info.remoteAddr.hostname }),
  );
  upstream = `http://localhost:${server.addr.port}`;
  return {
    issuer,
    direct: upstream,
    stop: async () => {
      await Promise.all([server.shutdown(), proxy.shutdown()]);
      await after?.(db);
    },
  };
}

async function examine(site: Site, args: readonly string[] = []): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const io: CommandIo = {
    env: { LATCHKEY_URL: site.direct, LATCHKEY_ADMIN_TOKEN: token },
    out: (line) => lines.push(line),
    terminal: false,
    err: (line) => lines.push(line),
    stdin: () => Promise.resolve(""),
    askSecret: () => undefined,
  };
  const code = await doctor.run(args, io);
  return { code, said: lines.join("\n") };
}

const dropping = (...names: string[]) => (headers: Headers) => {
  for (const name of names) headers.delete(name);
  headers.set("x-forwarded-for", "198.51.100.9");
};

/** Each fault that can be injected, and the remedy that has to be found. */
const faults: readonly {
  readonly title: string;
  readonly fault: Fault;
  readonly remedy: string;
  readonly code: number;
}[] = [
  {
    title: "a pending migration",
    fault: {
      before: (db) => sql`delete from kysely_migration where name = '0006_refusal'`.execute(db),
      after: (db) => sql`insert into kysely_migration values ('0006_refusal', now()::text)`.execute(db),
    },
    remedy: "Run: latchkey migrate",
    code: 1,
  },
  {
    title: "a clock that is 10 minutes off",
    fault: { parts: { clock: () => Math.floor(Date.now() / 1000) - 600 } },
    remedy: "Synchronise the clocks",
    code: 1,
  },
  {
    title: "a former secret that is still configured",
    fault: { parts: { previousSecret: systemRandom(32) } },
    remedy: "unset LATCHKEY_SECRET_PREVIOUS",
    code: 0,
  },
  {
    title: "keys that have signed for a year",
    fault: {
      before: (db) => sql`update signing_key set created_at = created_at - 365 * 86400`.execute(db),
    },
    remedy: "Run: latchkey key rotate",
    code: 0,
  },
  { title: "no mail", fault: {}, remedy: "latchkey user set-password-link", code: 0 },
  {
    title: "a disk that is nearly full",
    fault: { parts: { freeBytes: () => Promise.resolve(2 ** 24) } },
    remedy: "move LATCHKEY_DATA_DIR",
    code: 1,
  },
  { title: "an http issuer", fault: {}, remedy: "set LATCHKEY_ISSUER to an https:// address", code: 0 },
  {
    title: "an issuer at which nothing answers",
    fault: { issuer: () => "http://localhost:1" },
    remedy: "set LATCHKEY_ISSUER to the address that answers",
    code: 1,
  },
  {
    title: "an issuer at which something else answers",
    fault: { answers: () => new Response("welcome to nginx") },
    remedy: "Let the proxy lead that address here",
    code: 1,
  },
  {
    title: "a proxy that believes a forged client address",
    fault: { passes: (headers) => headers.delete("client-cert") },
    remedy: "proxy_set_header X-Forwarded-For $remote_addr",
    code: 1,
  },
  {
    title: "a proxy that nobody trusts",
    fault: { parts: { trustedProxies: [] } },
    remedy: "Set LATCHKEY_TRUSTED_PROXIES=127.0.0.1",
    code: 0,
  },
  {
    title: "a proxy that passes a forged Client-Cert on",
    fault: { passes: dropping("forwarded", "x-forwarded-host") },
    remedy: 'proxy_set_header Client-Cert ""',
    code: 0,
  },
  {
    title: "a proxy that passes forged forwarding headers on",
    fault: { passes: dropping("client-cert") },
    remedy: "latchkey doctor --proxy nginx",
    code: 0,
  },
  {
    title: "a proxy that changes the host",
    fault: {},
    remedy: "proxy_set_header Host $host",
    code: 0,
  },
  {
    title: "a machine whose clock differs from the server's",
    fault: {
      answers: (response) => {
        response.headers.set("date", new Date(Date.now() + 3_600_000).toUTCString());
        return response;
      },
    },
    remedy: "Synchronise both clocks",
    code: 1,
  },
];

for (const { title, fault, remedy, code } of faults) {
  Deno.test(`doctor finds ${title} and says what to do`, async () => {
    const site = await open(fault);
    try {
      const found = await examine(site);
      assertStringIncludes(found.said, remedy);
      assertEquals(found.code, code, found.said);
    } finally {
      await site.stop();
    }
  });
}

Deno.test("doctor names no remedy for what is well", async () => {
  const site = await open({});
  try {
    const { said } = await examine(site);
    for (
      const check of [
        "database",
        "migrations",
        "clock",
        "secret",
        "keys",
        "disk",
        "public address",
        "client address",
      ]
    ) {
      assert(new RegExp(`^ok    ${check}: `, "m").test(said), `${check}: ${said}`);
    }
    const json = JSON.parse((await examine(site, ["--json"])).said);
    assertEquals(json.findings.filter((finding: { status: string }) => finding.status === "fail"), []);
  } finally {
    await site.stop();
  }
});

Deno.test("doctor says in one line that no server runs", async () => {
  const { code, said } = await examine({
    issuer: "",
    direct: "http://localhost:1",
    stop: () => Promise.resolve(),
  });
  assertEquals([code, said.split("\n").length], [1, 1]);
  assertStringIncludes(said, "latchkey serve");
});

for (
  const [proxy, line] of [["nginx", "proxy_set_header X-Forwarded-For"], ["caddy", "reverse_proxy"], [
    "traefik",
    "loadBalancer",
  ]]
) {
  Deno.test(`doctor prints ready lines for ${proxy}`, async () => {
    const { code, said } = await examine({
      issuer: "",
      direct: "http://localhost:1",
      stop: () => Promise.resolve(),
    }, ["--proxy", proxy!]);
    assertEquals(code, 0);
    assertStringIncludes(said, line!);
    assertStringIncludes(said, "Client-Cert");
  });
}

Deno.test("doctor finds a slow database and says what to do", () => {
  const facts = {
    database: { kind: "postgresql", version: 18, ms: 3000 },
    skew: 0,
    pending: [],
    previousSecret: false,
    keys: [],
    sealedSecrets: [],
    unfetchedKeys: [],
    upstreams: [],
    tenants: undefined,
    mail: false,
    freeBytes: undefined,
    issuer: "https://id.example",
    now: 0,
  } as const;
  assertStringIncludes(diagnose(facts).find(({ check }) => check === "database")!.remedy, "bring it nearer");
});
