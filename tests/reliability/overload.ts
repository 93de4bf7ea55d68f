/** Far more wrong passwords than can be hashed, from many addresses, beside good traffic. */
import { assert, assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { authorizeUrl, post } from "../support/flow.ts";
import type { TestServer } from "../support/server.ts";
import { issuer, sameIssuer, type Scene, sendTo } from "./scene.ts";
import { pause, startTraffic } from "./traffic.ts";

/** What was measured. */
export interface OverloadReport {
  /** Answers to wrong passwords, by status. */
  readonly wrong: Readonly<Record<number, number>>;
  /** Good token requests that were answered with a token. */
  readonly tokens: number;
  /** How long the slower ones of them took: 99 of 100 are as fast or faster. */
  readonly tokenMs: number;
  readonly longestMs: number;
  /** Resident memory of the server in MiB: before the flood, and the most during it. */
  readonly memory: readonly [before: number, most: number];
}

/** Resident memory of a process in MiB. */
async function memoryOf(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) / 1024;
}

const limitMs = 20_000;

/**
 * The C library keeps what was freed, up to some hundred MiB of the 19 MiB blocks that hashing takes. A server with this
 * variable gives them back, so that its memory tells what it holds.
 */
const givesBack = { MALLOC_MMAP_THRESHOLD_: "1048576" };

/** The variables of a server to be flooded. The flood names addresses of its own, as a proxy on this machine would. */
export const flooded: Readonly<Record<string, string>> = {
  ...sameIssuer,
  ...givesBack,
  LATCHKEY_TRUSTED_PROXIES: "127.0.0.1",
};

/** MiB by which the flood may make such a server grow. Were every attacker's password hashed at once, it would be far more. */
const mostGrowth = 500;

/**
 * Floods a server that trusts this machine to name the address of clients, as {@link flooded} makes it.
 *
 * Asserts that what cannot be hashed soon is refused with Retry-After, that good token requests are answered all the
 * while, and that memory stays within bounds.
 *
 * @param attackers How many wrong passwords are under way at once.
 * @param forMs How long the flood lasts.
 */
export async function flood(
  server: TestServer,
  { service, app }: Scene,
  { attackers, forMs, random }: {
    readonly attackers: number;
    readonly forMs: number;
    readonly random: () => number;
  },
): Promise<OverloadReport> {
  const send = sendTo(() => server),
    traffic = startTraffic(send, { limitMs, pauseMs: 5 }),
    { as, work } = traffic;
  const attacking = openBrowser(issuer, as("wrong password", "person", [200, 303, 400, 429, 503]));
  const page = await attacking.open(authorizeUrl(issuer, app));
  const number = (below: number) => Math.floor(random() * below);
  const before = await memoryOf(server.process.pid);
  const fields = { grant_type: "client_credentials" };
  for (let client = 0; client < 4; client++) {
    work(async () => {
      const answer = await post(as("token", "program"), "/oauth2/token", fields, service);
      assertEquals((await answer.json()).token_type, "Bearer");
    });
  }
  for (let attacker = 0; attacker < attackers; attacker++) {
    // Some share one address, and are held up for it; the others have a new one and a new name each time.
    const shared = attacker % 4 === 0;
    work(async () => {
      const address = shared ? "192.0.2.1" : `10.${number(256)}.${number(256)}.${number(256)}`;
      const credentials = { username: `nobody-${number(1e9)}`, password: "a wrong password" };
      const { status, headers } = await attacking.submit(page, credentials, { "x-forwarded-for": address });
      if (status !== 400) assert(Number(headers.get("retry-after")) > 0, `${status} without Retry-After`);
    });
  }
  let most = before;
  for (const end = performance.now() + forMs; performance.now() < end; await pause(100)) {
    most = Math.max(most, await memoryOf(server.process.pid));
  }
  await traffic.stop();

  const { answers, faults } = traffic;
  assertEquals(faults, []);
  const wrong: Record<number, number> = {};
  for (const { what, status } of answers) {
    if (what === "wrong password") wrong[status] = (wrong[status] ?? 0) + 1;
  }
  const took = answers.filter(({ what, status }) => what === "token" && status === 200)
    .map(({ from, to }) => to - from).sort((a, b) => a - b);
  for (const status of [400, 429, 503]) {
    assert(wrong[status], `no wrong password was answered with ${status}`);
  }
  assert(took.length > forMs / 1000, `${took.length} tokens in ${forMs} ms`);
  assert(most - before < mostGrowth, `memory grew from ${before} to ${most} MiB`);
  return {
    wrong,
    tokens: took.length,
    tokenMs: took[Math.floor(took.length * 0.99)] ?? Infinity,
    longestMs: Math.max(...answers.map(({ from, to }) => to - from)),
    memory: [before, most],
  };
}
