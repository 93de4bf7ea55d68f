/** A check that cannot fail is a defect: each is made to, by a fault that a proxy brings in on the way. */
import { assert, assertEquals } from "@std/assert";
import { withOwnLatchkey } from "../../src/cli/own_latchkey.ts";
import type { Check } from "../../src/conformance/check.ts";
import { findingsIn } from "../../src/conformance/journal.ts";
import { type Planned, schedule } from "../../src/conformance/plan.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import type { Variant } from "../../src/conformance/variant.ts";
import { failuresIn } from "./failures.ts";
import { mutationsByFile } from "./mutations/all.ts";
import type { Mutation } from "./mutations/mutation.ts";
import { openProxy } from "./proxy/open_proxy.ts";
import { type Alter, unaltered } from "./proxy/traffic.ts";
import { quietIo } from "./quiet_io.ts";

/** Checks that nothing makes fail: no module of a plan judges them, or they do not hold as it is. */
const notYet: readonly string[] = [
  "client_assertion.iss_aud",
  "client_page.logo",
  "client_page.policy",
  "client_page.tos",
  "discovery.dynamic_grant_types",
  "discovery.dynamic_response_types",
  "discovery.request_object_rs256",
  "discovery.request_object_signing_alg",
  "discovery.userinfo_signing_alg",
  "id_token.asked_claims",
  "id_token.kid",
  "key_rotation.new_key",
  "key_rotation.old_key",
  "registration.client_id",
  "registration.deleted",
  "registration.echo",
  "registration.echoed_member",
  "registration.management",
  "registration.media_type",
  "registration.read_back",
  "registration.redirect_uris",
  "registration.secret_expiry",
  "registration.status",
  "registration_error.code",
  "registration_error.json",
  "registration_error.status",
  "userinfo_jwt.alg",
  "userinfo_jwt.iss_aud",
  "userinfo_jwt.nonce",
  "userinfo_jwt.signature",
];

const mutations = Object.values(mutationsByFile).flat();

const isCheck = (value: unknown): value is Check<unknown> =>
  typeof value === "object" && value !== null && "judge" in value;

/** The ids of the checks of a file. */
async function checksIn(file: string): Promise<readonly string[]> {
  const exported = await import(new URL(`../../src/conformance/checks/${file}.ts`, import.meta.url).href);
  return Object.values(exported).flat().filter(isCheck).map(({ id }) => id);
}

const files = Array.from(
  Deno.readDirSync(new URL("../../src/conformance/checks", import.meta.url)),
  ({ name }) => name.replace(/\.ts$/, ""),
).sort();

const checksByFile = new Map(
  await Promise.all(files.map(async (file) => [file, await checksIn(file)] as const)),
);

Deno.test("every check exists once", () => {
  const ids = [...checksByFile.values()].flat();
  assertEquals(ids.filter((id, at) => ids.indexOf(id) !== at), []);
});

Deno.test("every check has a mutation that it finds out, and every mutation a check", () => {
  const found = new Set(mutations.flatMap(({ fails }) => fails));
  for (const [file, checks] of checksByFile) {
    assertEquals(checks.filter((id) => found.has(id) === notYet.includes(id)), [], file);
  }
  const known = [...checksByFile.values()].flat();
  for (const [file, rows] of Object.entries(mutationsByFile)) {
    const aimless = rows.filter(({ fails }) => !fails.some((id) => checksByFile.get(file)?.includes(id)));
    assertEquals(aimless.map(({ id }) => id), [], file);
    assertEquals(rows.flatMap(({ fails }) => fails).filter((id) => !known.includes(id)), [], file);
  }
});

Deno.test("every mutation has a name of its own", () => {
  const ids = mutations.map(({ id }) => id);
  assertEquals(ids.filter((id, at) => ids.indexOf(id) !== at), []);
});

/** The module of a mutation, as the first plan that has it runs it. */
function plannedFor({ module, plan, variant }: Mutation, chosen: Partial<Variant>): Planned {
  const among = plans.filter(({ name }) => plan === undefined || name === plan);
  const found = among.flatMap((each) => schedule(each, { ...chosen, ...variant }))
    .find((planned) => planned.module.id === module);
  assert(found, `No plan runs ${module}`);
  return found;
}

/** The checks that do not hold. */
const broken = ({ entries }: ModuleResult) => {
  const found = findingsIn(entries).filter(({ received }) => received !== undefined).map(({ id }) => id);
  return [...new Set(found)].filter((id) => !notYet.includes(id)).sort();
};

/** Nothing is learnt from a wait that is longer: what is told apart by it is told in whole seconds. */
const longestWait = 2.1;

Deno.test("each mutation is found out by exactly the checks that it is for, and without one all of them hold", async (t) => {
  await using proxy = await openProxy();
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  const outcomes = new Map<Mutation, ModuleResult>(), plain: ModuleResult[] = [];
  try {
    await withOwnLatchkey(quietIo(), receiver, async ({ issuer, config }) => {
      const run = async (planned: readonly Planned[], alter: Alter) => {
        const send = proxy.altering(transport.send, alter);
        const waiting = (seconds: number) => sleep(Math.min(seconds, longestWait));
        const options = { side: 4, sleep: waiting, tell: () => {} };
        return await runModules({ issuer, config, receiver, send, seed: 1 }, planned, options);
      };
      const chosen = new Map(mutations.map((each) => [each, plannedFor(each, config.variant)]));
      const distinct = new Map([...chosen.values()].map((each) => [`${each.plan} ${each.module.id}`, each]));
      plain.push(...await run([...distinct.values()], unaltered));
      const waiting = [...chosen];
      await Promise.all([1, 2, 3, 4].map(async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [mutation, planned] = next;
          outcomes.set(mutation, (await run([planned], mutation.alter))[0]!);
        }
      }));
      return 0;
    }, { front: proxy });
  } finally {
    transport.close();
    await receiver.close();
  }
  assertEquals(
    plain.filter((result) => result.verdict !== "PASSED" && broken(result).length > 0).map(failuresIn),
    [],
  );
  for (const [{ id, fails }, result] of outcomes) {
    await t.step(`${id}: ${fails.join(", ")}`, () => {
      assertEquals(broken(result), [...fails].sort(), failuresIn(result));
    });
  }
});
