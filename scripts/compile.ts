/** Makes one binary of the program, or the bundle that it is made from. `--help` tells what it takes. */
import { bundledFiles, makeBundle, permissions, program } from "./bundle.ts";

const help = `deno task compile [--bundle] [--output DIRECTORY]

Makes DIRECTORY/latchkey, one binary that needs nothing beside it, from DIRECTORY/bundle, which it makes first.

  --bundle            stop there: DIRECTORY/bundle runs by itself wherever Deno is, with
                        deno run ${permissions.join(" ")} ${program} serve
  --output DIRECTORY  where to; dist by default
  --help              this text

The runtime of the binary is downloaded from dl.deno.land, once; DENORT_BIN names one that is here already.`;

interface Choice {
  readonly bundle: boolean;
  readonly output: string;
}

/** Reads the arguments. @returns undefined where they are wrong. */
function choose(args: readonly string[]): Choice | undefined {
  const rest = args.filter((arg) => arg !== "--bundle"), bundle = rest.length < args.length;
  if (rest.length === 0) return { bundle, output: "dist" };
  const [flag, output, ...more] = rest;
  return flag === "--output" && output && more.length === 0 ? { bundle, output } : undefined;
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();

/** Compiles a bundle. @returns what was wrong, in one line; undefined where nothing was. */
export async function compile(bundle: string, binary: string): Promise<string | undefined> {
  // What the program finds beside itself it finds in the binary at the same place.
  const includes = bundledFiles.filter((file) => file !== program).flatMap((file) => ["--include", file]);
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "compile",
      "--quiet",
      "--no-config",
      "--no-lock",
      "--no-check",
      ...permissions,
      ...includes,
      "--output",
      binary,
      program,
    ],
    cwd: bundle,
    env: { NO_COLOR: "1" },
  });
  const { success, stderr } = await command.output();
  if (success) return undefined;
  const said = decode(stderr), runtime = /https:\/\/\S*\/denort-[^\s)]*\.zip/.exec(said)?.[0];
  return runtime
    ? `The runtime of the binary cannot be downloaded (${runtime}): set DENORT_BIN to a denort of Deno ${Deno.version.deno} that is here`
    : `deno compile failed: ${said.split("\n").find((line) => line.startsWith("error:")) ?? said}`;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(help);
    return 0;
  }
  const choice = choose(args);
  if (!choice) {
    console.error(help);
    return 2;
  }
  await Deno.mkdir(choice.output, { recursive: true });
  const output = await Deno.realPath(choice.output),
    bundle = `${output}/bundle`,
    binary = `${output}/latchkey`;
  await makeBundle(bundle);
  if (choice.bundle) {
    console.log(`${bundle} holds ${bundledFiles.join(", ")}`);
    return 0;
  }
  const fault = await compile(bundle, binary);
  if (fault === undefined) console.log(`${binary} is made`);
  else console.error(fault);
  return fault === undefined ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
