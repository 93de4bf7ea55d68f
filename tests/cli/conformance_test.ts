/** The conformance command as a process: what it takes, prints and exits with. */
import { assertEquals, assertMatch } from "@std/assert";
import { runLatchkey } from "../support/latchkey.ts";

Deno.test("conformance without an issuer examines a Latchkey that it starts, and prints JSON alone on standard output", async () => {
  const { code, stdout, stderr } = await runLatchkey([
    "conformance",
    "--json",
    "--module",
    "oidcc-server",
    "--seed",
    "7",
  ]);
  assertEquals(code, 0, stderr);
  const { plan, issuer, modules } = JSON.parse(stdout);
  assertEquals(plan, "oidcc-basic-certification-test-plan");
  assertMatch(issuer, /^https:\/\/localhost:\d+$/);
  assertEquals(modules, [{
    id: "oidcc-server",
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

Deno.test("conformance refuses what it does not know with exit status 2 and says what there is", async () => {
  const wrong: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [["--plan", "no-plan"], /no plan no-plan: there are oidcc-basic-certification-test-plan/],
    [["--module", "no-module"], /no module no-module/],
    [["--variant", "response_type=nothing"], /no variant response_type=nothing/],
    [["--variant", "response_type=id_token"], /does not leave response_type open/],
    [["--issuer", "https://id.example"], /--issuer and --config belong together/],
    [["--seed", "x"], /whole number/],
    [["--unknown"], /Unknown option/],
  ];
  for (const [args, said] of wrong) {
    const { code, stdout, stderr } = await runLatchkey(["conformance", ...args]);
    assertEquals([code, stdout], [2, ""], stderr);
    assertMatch(stderr, said);
  }
});
