/** The plans of relying parties: passed by Latchkey, and failed by relying parties that are bad. */
import { assert, assertEquals } from "@std/assert";
import type { Check } from "../../src/conformance/check.ts";
import { readConfig } from "../../src/conformance/config.ts";
import { findingsIn } from "../../src/conformance/journal.ts";
import { type Planned, schedule } from "../../src/conformance/plan.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import type { Variant } from "../../src/conformance/variant.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { assertPassed, dueRelyingPartyPlans, examine } from "./examine.ts";
import { failuresIn } from "./failures.ts";
import { badParties } from "./relying_party/bad_parties.ts";
import { type Habits, openNaiveParty } from "./relying_party/naive_party.ts";

const ours = plans.filter(({ examines }) => examines), all = ours.flatMap((plan) => schedule(plan, {}));

Deno.test("Latchkey passes every module of the plans of relying parties that are due, but for what the reviewed file expects", async () => {
  assertPassed(await examine(dueRelyingPartyPlans, 6));
});

/** Runs modules against a relying party with habits. */
async function runAgainst(habits: Habits, planned: readonly Planned[]): Promise<readonly ModuleResult[]> {
  await using party = await openNaiveParty(habits);
  const receiver = await openReceiver(party.config.receiver), transport = openTransport();
  const scene = {
    ...{ issuer: party.config.relying_party!.start, config: party.config, receiver, send: transport.send },
    ...{ scriptBrowser: () => Promise.resolve({ why: "No page takes one" }), seed: 1 },
  };
  try {
    return await runModules(scene, planned, { side: 6, sleep, tell: () => {} });
  } finally {
    transport.close();
    await receiver.close();
  }
}

/** Modules by how they ended. */
const endings = (
  results: readonly ModuleResult[],
  wanted: ModuleResult["verdict"],
) => [
  ...new Set(results.filter(({ verdict }) => verdict === wanted).map(({ planned }) => planned.module.id)),
];

/** The modules in which something has to be refused. */
const refusals: readonly string[] = [
  "oidcc-client-test-invalid-iss",
  "oidcc-client-test-missing-sub",
  "oidcc-client-test-invalid-aud",
  "oidcc-client-test-missing-iat",
  "oidcc-client-test-userinfo-invalid-sub",
  "oidcc-client-test-nonce-invalid",
  "oidcc-client-test-discovery-issuer-mismatch",
  "oidcc-client-test-rp-init-logout-other-state",
  "oidcc-client-test-rp-init-logout-no-state",
  "oidcc-client-test-refresh-token-invalid-issuer",
  "oidcc-client-test-refresh-token-invalid-sub",
  ...["alg-none", "no-event", "with-nonce", "wrong-alg", "wrong-aud", "wrong-event", "wrong-iss"]
    .map((fault) => `oidcc-client-test-rp-backchannel-rpinitlogout-${fault}`),
];

/** The modules in which a relying party may do the one thing or the other, but not half of it. */
const either: readonly string[] = [
  "oidcc-client-test-kid-absent-multiple-jwks",
  "oidcc-client-test-idtoken-sig-none",
  "oidcc-client-test-invalid-sig-rs256",
];

const naive = await runAgainst({}, all);

Deno.test("a relying party that accepts anything fails exactly the modules in which something has to be refused", () => {
  assertEquals(endings(naive, "FAILED").sort(), [...refusals].sort(), naive.map(failuresIn).join("\n"));
  assertEquals(endings(naive, "WARNING"), ["oidcc-client-test-invalid-sig-rs256"]);
  assertEquals(endings(naive, "SKIPPED"), ["oidcc-client-test-userinfo-bearer-body"]);
});

Deno.test("a relying party that signs nobody in fails exactly the modules in which somebody has to be signed in", async () => {
  const results = await runAgainst({ keepsKeys: true, withoutKeys: true }, all);
  const accepting = all.map(({ module }) => module.id).filter((id) =>
    !refusals.includes(id) && !either.includes(id)
  );
  // It goes to a provider whatever its metadata says, and never comes to userinfo, to a session that could end or to tokens.
  const further = [
    "oidcc-client-test-userinfo-invalid-sub",
    "oidcc-client-test-discovery-issuer-mismatch",
    ...refusals.filter((id) => /-backchannel-|-refresh-token-|-logout-/.test(id)),
  ];
  assertEquals(
    endings(results, "FAILED").sort(),
    [...new Set([...accepting, ...further])].sort(),
    results.map(failuresIn).join("\n"),
  );
});

/** The checks that do not hold. */
const broken = ({ entries }: ModuleResult) => {
  const found = findingsIn(entries).filter(({ received }) => received !== undefined).map(({ id }) => id);
  return [...new Set(found)].sort();
};

function plannedFor({ module, plan }: { readonly module: string; readonly plan?: string }): Planned {
  const found = all.find((planned) =>
    planned.module.id === module && (plan === undefined || planned.plan === plan)
  );
  assert(found, `No plan runs ${module}`);
  return found;
}

Deno.test("each bad relying party is found out by exactly the checks that it is for", async () => {
  const found = await Promise.all(badParties.map(async (bad) => {
    const [result] = await runAgainst(bad.habits, [plannedFor(bad)]);
    return { id: bad.id, fails: broken(result!) };
  }));
  assertEquals(found, badParties.map(({ id, fails }) => ({ id, fails: [...fails].sort() })));
});

Deno.test("a relying party authenticates by the method that is picked, and by no other", async () => {
  const [plan] = ours, [entry] = plan!.entries;
  const signIn = async (
    client_auth_type: Variant["client_auth_type"],
    authenticates?: Habits["authenticates"],
  ) => {
    const planned = schedule({ ...plan!, entries: [entry!] }, { client_auth_type });
    const [result] = await runAgainst(authenticates ? { authenticates } : {}, planned);
    return [result!.verdict, broken(result!)];
  };
  const another = ["FAILED", ["rp_outcome.userinfo_asked", "rp_token_request.client_authentication"]];
  for (const method of ["client_secret_post", "none"] as const) {
    assertEquals(await signIn(method, method), ["PASSED", []]);
    assertEquals(await signIn(method), another);
  }
  assertEquals(await signIn("none", "client_secret_post"), another);
  assertEquals(await signIn("private_key_jwt"), ["SKIPPED", []]);
});

Deno.test("every check of relying parties can fail, and exists once", async () => {
  const folder = new URL("../../src/conformance/relying_party/checks/", import.meta.url);
  const isCheck = (value: unknown): value is Check<unknown> =>
    typeof value === "object" && value !== null && "judge" in value;
  const ids = (await Promise.all(
    Array.from(
      Deno.readDirSync(folder),
      async ({ name }) => Object.values(await import(new URL(name, folder).href)).flat().filter(isCheck),
    ),
  )).flat().map(({ id }) => id);
  const found = new Set([...badParties.flatMap(({ fails }) => fails), ...naive.flatMap(broken)]);
  assertEquals([ids.filter((id) => !found.has(id)), ids.length], [[], new Set(ids).size]);
});

Deno.test("every check of relying parties names the document and the section that ask for it", () => {
  const sections = naive.flatMap(({ entries }) => findingsIn(entries).map(({ section }) => section));
  assertEquals(sections.filter((section) => !/\bsection \d/.test(section)), []);
});

Deno.test("a configuration names a relying party by what its plans need, and nothing else", () => {
  const relying_party = {
    ...{ client_id: "rp", client_secret: "secret", redirect_uri: "https://rp.example/callback" },
    start: "https://rp.example/login?issuer={issuer}",
    signed_in: { path: "^/home$" },
  };
  const faultsOf = (differing: object) => {
    const read = readConfig(JSON.stringify({ relying_party: { ...relying_party, ...differing } }));
    return "faults" in read ? read.faults : [];
  };
  assertEquals(faultsOf({ wait: 1, introduce: { url: "https://rp.example/providers" } }), []);
  assertEquals(faultsOf({ start: "" }), ["relying_party start has to be a text that is not empty"]);
  assertEquals(faultsOf({ signed_in: { path: "(" } }), [
    "relying_party signed_in path has to be a regular expression",
  ]);
  assertEquals(faultsOf({ introduce: {} }), ["relying_party introduce lacks url"]);
});
