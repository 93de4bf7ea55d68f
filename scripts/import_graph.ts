/** The project's own files and what each imports, as `deno info` sees it. */
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** One import of a file. */
export interface Import {
  /** Path from the root of the project for a file of ours, else the package's name (`kysely`, `node:crypto`). */
  readonly to: string;
  readonly kind: "file" | "package";
  /** False where types alone are imported, so that nothing is loaded. */
  readonly value: boolean;
}

/** A file of the project: its path from the root, its imports and its length. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly lines: number;
}

interface Resolved {
  readonly specifier: string;
}

interface Described {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: Resolved;
      readonly type?: Resolved;
    }[];
  }[];
}

/** The TypeScript files below folders of the project, in order; a folder that is not there has none. */
export async function sourceFiles(root: string, folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map(async (folder) => {
    const entries = await Array.fromAsync(Deno.readDir(`${root}/${folder}`)).catch(() => []);
    const below = await Promise.all(entries.map((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory ? sourceFiles(root, [path]) : /\.tsx?$/.test(entry.name) ? [path] : [];
    }));
    return below.flat();
  }));
  return found.flat().sort();
}

/**
 * Reads the graph of every TypeScript file below the folders.
 *
 * @param root Absolute path of the project.
 * @throws Error where a file imports what is not there.
 */
export async function readGraph(root: string, folders: readonly string[]): Promise<SourceFile[]> {
  const paths = await sourceFiles(root, folders);
  const description = await describe(root, paths);
  const broken = description.modules.filter((module) => module.error);
  if (broken.length > 0) throw new Error(broken.map((module) => module.error).join("\n"));
  const modules = new Map(description.modules.map((module) => [module.specifier, module]));
  return await Promise.all(paths.map(async (path) => {
    const text = await Deno.readTextFile(`${root}/${path}`);
    const dependencies = modules.get(pathToFileURL(`${root}/${path}`).href)?.dependencies ?? [];
    return {
      path,
      lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
      imports: dependencies.map(({ specifier, code, type }): Import => ({
        ...destination(root, (code ?? type)?.specifier ?? specifier),
        value: code !== undefined,
      })),
    };
  }));
}

// `deno info` takes one module: a passing one that imports them all.
async function describe(root: string, paths: readonly string[]): Promise<Described> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const lines = paths.map((path) => `import ${JSON.stringify(pathToFileURL(`${root}/${path}`).href)};`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", `${root}/deno.json`, entry],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(entry);
  }
}

function destination(root: string, specifier: string): { to: string; kind: "file" | "package" } {
  if (specifier.startsWith("file:")) return { kind: "file", to: relative(root, fileURLToPath(specifier)) };
  const [name] = specifier.match(/^npm:\/?((?:@[^/]+\/)?[^/@]+)/)?.slice(1) ?? [specifier];
  return { kind: "package", to: name! };
}
