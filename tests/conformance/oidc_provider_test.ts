/** The command against a certified provider of another maker: what fails there would be a fault of ours. */
import { assert, assertEquals } from "@std/assert";
import { readExpected } from "../../src/conformance/expected.ts";
import type { JsonReport } from "../../src/conformance/report_json.ts";
import { ownEnv, root, runLatchkey } from "../support/latchkey.ts";

/** Plans that it supports. */
const supported = [
  "oidcc-3rdparty-init-login-certification-test-plan",
  "oidcc-basic-certification-test-plan",
  "oidcc-config-certification-test-plan",
  "oidcc-dynamic-certification-test-plan",
  "oidcc-formpost-basic-certification-test-plan",
  "oidcc-rp-initiated-logout-certification-test-plan",
];

const randomPort = () => 20_000 + Math.floor(Math.random() * 12_000);

/** Starts the provider. @returns its issuer, and how to end it. */
async function startPeer(): Promise<{ readonly issuer: string } & AsyncDisposable> {
  const port = randomPort();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${root}tests/conformance/oidc_provider.ts`, String(port)],
    clearEnv: true,
    env: { ...ownEnv },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  assert(value.includes("listening"), value);
  return {
    issuer: `https://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
    },
  };
}

Deno.test("oidc-provider, which is certified, fails no module of the plans that it supports, but for what is reviewed", async () => {
  await using peer = await startPeer();
  const expected = readExpected(
    await Deno.readTextFile(`${root}tests/conformance/oidc_provider_expected.json`),
  );
  assert(!("fault" in expected), JSON.stringify(expected));
  const reports = await Promise.all(supported.map(async (plan) => {
    const { stdout, stderr } = await runLatchkey(
      [
        "conformance",
        ...["--issuer", peer.issuer, "--config", `${root}tests/conformance/oidc_provider.json`],
        ...["--plan", plan, "--json"],
      ],
      {},
      { patienceMs: 150_000 },
    ); // a module of Dynamic waits for a minute
    assert(stdout, stderr);
    return JSON.parse(stdout) as JsonReport;
  }));
  const modules = reports.flatMap(({ plan, modules }) => modules.map((module) => ({ plan, ...module })));
  assert(modules.length >= 113, String(modules.length));
  const failed = modules.filter(({ verdict }) => verdict === "FAILED"), today = new Date().toISOString();
  const isExpected = ({ plan, id, reason }: typeof failed[number]) =>
    expected.some((row) =>
      row.plan === plan && row.module === id && reason.includes(row.says) && row.expires > today
    );
  assertEquals(failed.filter((module) => !isExpected(module)), []);
  assertEquals(failed.length, expected.length);
});
