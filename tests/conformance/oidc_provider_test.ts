/** The command against a certified provider of another maker: what fails there would be a fault of ours. */
import { assert, assertEquals } from "@std/assert";
import type { JsonReport } from "../../src/conformance/report_json.ts";
import { ownEnv, root, runLatchkey } from "../support/latchkey.ts";

/** The releases of it, and the plans that each supports. */
const supported: readonly (readonly [release: string, plans: readonly string[]])[] = [
  ["9", [
    "oidcc-3rdparty-init-login-certification-test-plan",
    "oidcc-backchannel-rp-initiated-logout-certification-test-plan",
    "oidcc-basic-certification-test-plan",
    "oidcc-config-certification-test-plan",
    "oidcc-formpost-basic-certification-test-plan",
    "oidcc-formpost-hybrid-certification-test-plan",
    "oidcc-formpost-implicit-certification-test-plan",
    "oidcc-hybrid-certification-test-plan",
    "oidcc-implicit-certification-test-plan",
    "oidcc-rp-initiated-logout-certification-test-plan",
  ]],
  // Dynamic asks for request_uri, which clients may send to this one alone.
  ["8", ["oidcc-dynamic-certification-test-plan"]],
];

/** Starts a release of the provider. @returns its issuer, and how to end it. */
async function startPeer(release: string): Promise<{ readonly issuer: string } & AsyncDisposable> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${root}tests/conformance/oidc_provider.ts`, release],
    clearEnv: true,
    env: { ...ownEnv },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "", issuer: string | undefined;
  for (let ended = false; !issuer; issuer = /^listening at (\S+)\n/m.exec(said)?.[1]) {
    assert(!ended, said);
    const { value = "", done } = await reader.read();
    said += value;
    ended = done;
  }
  return {
    issuer,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
    },
  };
}

/** Examines a provider by a plan. */
async function examine(issuer: string, plan: string): Promise<JsonReport> {
  const { stdout, stderr } = await runLatchkey(
    [
      "conformance",
      ...["--issuer", issuer, "--config", `${root}tests/conformance/oidc_provider.json`],
      ...["--plan", plan, "--json"],
    ],
    {},
    { patienceMs: 240_000 },
  ); // a module of Dynamic waits for a minute
  assert(stdout, stderr);
  return JSON.parse(stdout) as JsonReport;
}

Deno.test("oidc-provider, which is certified, fails no module of the plans that it supports", async () => {
  const reports = await Promise.all(supported.map(async ([release, plans]) => {
    await using peer = await startPeer(release);
    return await Promise.all(plans.map((plan) => examine(peer.issuer, plan)));
  }));
  const modules = reports.flat().flatMap(({ plan, modules }) =>
    modules.map((module) => ({ plan, ...module }))
  );
  assert(modules.length >= 435, String(modules.length));
  assertEquals(modules.filter(({ verdict }) => verdict === "FAILED"), []);
  const signedByAddress = modules.find(({ id }) => id === "oidcc-request-uri-signed-rs256");
  assertEquals(signedByAddress?.verdict, "PASSED");
});
