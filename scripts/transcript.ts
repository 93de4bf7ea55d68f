/**
 * The README's first five minutes: runs a server and the commands, and writes what they print between two marks.
 * `deno task transcript` writes it; a test compares it with what the program prints now.
 */
const root = new URL("..", import.meta.url).pathname;

/** The marks in the README between which the transcript stands. */
const marks = ["<!-- transcript -->", "<!-- /transcript -->"] as const;

/** What differs from run to run, and what the reader is shown for it. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/lk_([a-z]{2})_[0-9A-Za-z]+/g, "lk_$1_…"],
  [/\bc_[0-9A-Za-z]{20,}/g, "c_…"],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "…"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-31T12:00:00Z"],
  [/^(client_id_issued_at +)\d+$/gm, "$11769860800"],
];

const withoutVarying = (text: string, own: readonly (readonly [string, string])[]) =>
  varying.reduce(
    (shown, [found, put]) => shown.replaceAll(found, put),
    own.reduce((shown, [found, put]) => shown.replaceAll(found, put), text),
  );

/** A step: what the reader types, and the arguments that do it here. */
interface Step {
  readonly typed: string;
  readonly args: readonly string[];
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function program(args: readonly string[], env: Record<string, string>): Deno.Command {
  // It ends before the embedded database's code is worth the time that optimising it takes.
  const run = ["run", "-A", "--v8-flags=--liftoff-only", `${root}src/main.ts`];
  const options = { args: [...run, ...args], env: { ...env, NO_COLOR: "1" } };
  return new Deno.Command(Deno.execPath(), { ...options, stdin: "null", stdout: "piped", stderr: "piped" });
}

async function run({ args }: Step, env: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await program(args, env).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

/** Runs everything against a server of its own in a new data directory. @returns the transcript as it stands in the README. */
export async function transcript(): Promise<string> {
  const port = freePort(), dataDir = await Deno.makeTempDir({ prefix: "latchkey-transcript-" });
  const issuer = `http://localhost:${port}`;
  const env = { LATCHKEY_ISSUER: issuer, LATCHKEY_LISTEN: `127.0.0.1:${port}`, LATCHKEY_DATA_DIR: dataDir };
  const server = program(["serve"], env).spawn();
  const drained = server.stderr.pipeTo(new WritableStream());
  const lines: string[] = [];
  const reading = (async () => {
    for await (const text of server.stdout.pipeThrough(new TextDecoderStream())) lines.push(text);
  })();
  try {
    while (!lines.join("").includes("Playground")) await new Promise((resolve) => setTimeout(resolve, 50));
    const welcome = lines.join("").split("\n").filter((line) => /^(Issuer|Home page|Playground) /.test(line));
    const shown = [`$ deno task start\n${welcome.join("\n")}\n`];
    const perform = async (step: Step) => {
      const said = await run(step, env);
      shown.push(`$ ${step.typed}\n${said}`);
      return said;
    };
    await perform({
      typed: "deno task latchkey user create --email ada@example.com --username ada",
      args: ["user", "create", "--email", "ada@example.com", "--username", "ada"],
    });
    await perform({
      typed: 'deno task latchkey client create --name "My App" --redirect-uri http://localhost:3000/callback',
      args: ["client", "create", "--name", "My App", "--redirect-uri", "http://localhost:3000/callback"],
    });
    const { clients } = JSON.parse(await run({ typed: "", args: ["client", "list", "--json"] }, env));
    const { client_id } = clients.find((one: { client_name: string }) => one.client_name === "My App");
    // A mistake that newcomers make, and how it explains itself.
    const wrong =
      `${issuer}/oauth2/authorize?response_type=code&client_id=${client_id}&redirect_uri=http://localhost:3000/callback/`;
    const refused = await fetch(wrong), reference = refused.headers.get("x-request-id")!;
    await refused.body?.cancel();
    shown.push(`$ curl -si '${wrong}' | grep -i x-request-id\nx-request-id: ${reference}\n`);
    await perform({ typed: `deno task latchkey explain ${reference}`, args: ["explain", reference] });
    await perform({ typed: "deno task latchkey doctor", args: ["doctor"] });
    return `\`\`\`console\n${
      withoutMeasures(
        withoutVarying(shown.join("\n"), [[`localhost:${port}`, "localhost:8080"], [
          reference,
          "K3n9pQ2xT7v",
        ]]),
      )
    }\`\`\``;
  } finally {
    server.kill("SIGTERM");
    await Promise.all([server.status, reading, drained]);
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Measured values of the doctor: another machine has others. */
const withoutMeasures = (text: string) =>
  text.replaceAll(/answers in \d+ ms/g, "answers in 1 ms").replaceAll(/\d+ MB free/g, "20000 MB free")
    .replaceAll(/\d+ s beside/g, "0 s beside").replaceAll(
      /^(ok +keys: ).*$/gm,
      "$1RS256 0 d, ES256 0 d, EdDSA 0 d, RSA-OAEP-256 0 d, ECDH-ES 0 d",
    );

/** The README with this transcript in it. */
export function withTranscript(readme: string, made: string): string {
  const [before, rest] = readme.split(marks[0]), after = rest?.split(marks[1])[1];
  if (before === undefined || after === undefined) {
    throw new Error("The README has no place for the transcript");
  }
  return `${before}${marks[0]}\n\n${made}\n\n${marks[1]}${after}`;
}

if (import.meta.main) {
  const readme = `${root}README.md`;
  await Deno.writeTextFile(readme, withTranscript(await Deno.readTextFile(readme), await transcript()));
  console.log("README.md has the transcript of the first five minutes");
}
