/** The command against a certified provider of another maker: what fails there would be a fault of ours. */
import { assert, assertEquals } from "@std/assert";
import { ownEnv, root, runLatchkey } from "../support/latchkey.ts";

/** Plans that it supports. */
const supported = [
  "oidcc-basic-certification-test-plan",
  "oidcc-config-certification-test-plan",
  "oidcc-formpost-basic-certification-test-plan",
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

Deno.test("oidc-provider, which is certified, fails no module of the plans that it supports", async () => {
  await using peer = await startPeer();
  const reports = await Promise.all(supported.map(async (plan) => {
    const { stdout, stderr } = await runLatchkey([
      "conformance",
      ...["--issuer", peer.issuer, "--config", `${root}tests/conformance/oidc_provider.json`],
      ...["--plan", plan, "--json"],
    ]);
    assert(stdout, stderr);
    return JSON.parse(stdout) as { modules: { id: string; verdict: string; reason: string }[] };
  }));
  const modules = reports.flatMap((report) => report.modules);
  assert(modules.length >= 77, String(modules.length));
  assertEquals(modules.filter(({ verdict }) => verdict === "FAILED"), []);
});
