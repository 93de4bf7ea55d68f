/** The conformance command as a process: what it takes, prints and exits with. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { CommandIo } from "../../src/cli/command.ts";
import { conformance } from "../../src/cli/conformance.ts";
import { plannedBy, readChoice } from "../../src/cli/conformance_choice.ts";
import { titleOf } from "../../src/conformance/plan.ts";
import { root, runLatchkey } from "../support/latchkey.ts";

const backchannel = "oidcc-backchannel-rp-initiated-logout-certification-test-plan";

Deno.test("conformance without an issuer examines a Latchkey that it starts, which reaches apps over https with what its task may do, and prints JSON alone on standard output", async () => {
  const { code, stdout, stderr } = await runLatchkey([
    ...["conformance", "--json", "--plan", backchannel, "--seed", "7"],
    ...["--module", "oidcc-backchannel-rp-initiated-logout"],
  ]);
  assertEquals(code, 0, stderr);
  const { plan, issuer, modules } = JSON.parse(stdout);
  assertEquals(plan, backchannel);
  assertMatch(issuer, /^https:\/\/localhost:\d+$/);
  assertEquals(modules, [{
    id: "oidcc-backchannel-rp-initiated-logout",
    variant: {
      client_registration: "static_client",
      client_auth_type: "client_secret_basic",
      response_type: "code",
      response_mode: "default",
    },
    verdict: "PASSED",
    reason: "",
  }]);
  assertMatch(stderr, /1 modules, --seed 7\b/);
});

Deno.test("conformance runs the plan Basic where none is named", async () => {
  const choice = await readChoice(["--module", "oidcc-server"]);
  assert(choice.ok);
  assertEquals(choice.value.plan.name, "oidcc-basic-certification-test-plan");
});

const relyingParty = "oidcc-client-basic-certification-test-plan";
const implicit = "oidcc-implicit-certification-test-plan";

Deno.test("conformance runs the modules that are named once with each value of the plan, or with the one that is picked", async () => {
  const planned = async (...more: readonly string[]) => {
    const choice = await readChoice(["--plan", implicit, "--module", "oidcc-server", ...more]);
    assert(choice.ok);
    return plannedBy(choice.value).map(titleOf);
  };
  const [one, other] = ["oidcc-server (id_token)", "oidcc-server (id_token token)"];
  assertEquals(await planned(), [one, other]);
  assertEquals(await planned("--variant", "response_type=id_token"), [one]);
  assertEquals(await planned("--variant", "response_type=id_token token"), [other]);
});

/** The command in this process, for what ends before it starts anything. */
async function refused(args: readonly string[]) {
  const out: string[] = [], errors: string[] = [];
  const io: CommandIo = {
    ...{ env: {}, terminal: false, stdin: () => Promise.resolve(""), askSecret: () => undefined },
    out: (line) => out.push(line),
    err: (line) => errors.push(line),
  };
  return { code: await conformance.run(args, io), out, errors };
}

Deno.test("conformance refuses what it does not know with exit status 2 and says what there is", async () => {
  const wrong: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [["--plan", "no-plan"], /no plan no-plan: there are oidcc-basic-certification-test-plan/],
    [["--module", "no-module"], /no module no-module/],
    [["--variant", "response_type=nothing"], /no variant response_type=nothing/],
    [["--variant", "response_type=id_token"], /does not leave response_type open/],
    [["--plan", implicit, "--variant", "response_type=code"], /does not leave response_type open/],
    [["--issuer", "https://id.example"], /--issuer and --config belong together/],
    [["--plan", relyingParty, "--issuer", "https://id.example"], /takes no --issuer/],
    [
      ["--plan", relyingParty, "--config", `${root}tests/conformance/oidc_provider.json`],
      /has no relying_party/,
    ],
    [["--seed", "x"], /whole number/],
    [["--unknown"], /Unknown option/],
    [["--compare", "/no/file"], /\/no\/file cannot be read/],
    [["--compare", `${root}deno.json`], /it is no report of --json/],
    [["--expected", `${root}deno.json`], /it has to be a list/],
  ];
  for (const [args, said] of wrong) {
    const { code, out, errors } = await refused(args);
    assertEquals([code, out], [2, []], errors.join());
    assertMatch(errors.join(), said);
  }
});

Deno.test("conformance writes its reports, holds the run against an earlier one, tells what is no longer to be expected, and why a module was skipped that takes a Chromium that it may not start", async () => {
  const folder = await Deno.makeTempDir(), plan = "oidcc-session-management-certification-test-plan";
  const write = async (name: string, value: unknown) => {
    await Deno.writeTextFile(`${folder}/${name}`, JSON.stringify(value));
    return `${folder}/${name}`;
  };
  try {
    const module = "oidcc-session-management-discovery-endpoint-verification";
    const old = {
      plan,
      issuer: "",
      modules: [{ id: "oidcc-gone", variant: {}, verdict: "PASSED", reason: "" }],
    };
    const expected = {
      ...{ module, verdict: "REVIEW", says: "something" },
      ...{ reason: "It was so", owner: "discovery", expires: "9999-01-01" },
    };
    const { code, stdout, stderr } = await runLatchkey([
      ...["conformance", "--plan", plan, "--json"],
      ...["--junit", `${folder}/junit.xml`, "--html", `${folder}/report.html`],
      ...["--compare", await write("old.json", old), "--expected", await write("expected.json", [expected])],
    ]);
    assertEquals(code, 1, stderr);
    const { modules } = JSON.parse(stdout);
    assertEquals(modules.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]), [
      [module, "PASSED"],
      ["oidcc-session-management-rp-initiated-logout", "SKIPPED"],
    ]);
    assertMatch(modules[1].reason, /^A frame answers by script, and this program may not start Chromium/);
    assertMatch(stderr, /Refused: oidcc-gone \(\) PASSED before: it was not run/);
    assertMatch(stderr, /To look at: nothing came out as is expected of oidcc-session-management-discovery/);
    assertMatch(await Deno.readTextFile(`${folder}/junit.xml`), /tests="2" failures="0"/);
    const page = await Deno.readTextFile(`${folder}/report.html`);
    for (const seen of [module, "/.well-known/openid-configuration", "it was not run"]) {
      assertStringIncludes(page, seen);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("conformance refuses a file of what is expected that names no module of a plan", async () => {
  const file = await Deno.makeTempFile();
  const row = {
    module: "oidcc-none",
    verdict: "FAILED",
    says: "x",
    reason: "x",
    owner: "x",
    expires: "9999-01-01",
  };
  try {
    await Deno.writeTextFile(file, JSON.stringify([row]));
    const { code, errors } = await refused(["--expected", file]);
    assertEquals(code, 2);
    assertMatch(errors.join(), /there is no module oidcc-none in any plan/);
  } finally {
    await Deno.remove(file);
  }
});
