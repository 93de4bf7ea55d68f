/**
 * Checks what may import what: the direction between layers, cycles, packages, and the size of files. The tables on top
 * are the rules.
 */
import { readGraph, type SourceFile } from "./import_graph.ts";

const foundation = ["domain", "protocol", "crypto"];
const flows = ["op", "rp", "accounts"];
const service = [...foundation, "resource_server", "store", "outbound", ...flows, "admin"];

/** Each layer, and the layers that it may import beside itself. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  protocol: ["domain"],
  crypto: ["domain"],
  resource_server: foundation,
  migrations: ["domain"],
  store: [...foundation, "migrations"],
  outbound: ["domain", "protocol"],
  op: [...foundation, "resource_server", "store", "outbound"],
  rp: [...foundation, "store", "outbound"],
  accounts: [...foundation, "store", "outbound"],
  admin: service,
  http: service,
  conformance: [],
  cli: [...service, "http", "conformance"],
  main: [...service, "http", "cli"],
};

/** Each package that the program uses, and the layers that may import it. A type alone counts as well. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  "@electric-sql/pglite": ["store", "migrations"],
  kysely: ["store", "migrations"],
  "kysely-postgres-js": ["store", "migrations"],
  postgres: ["store", "migrations"],
  hono: ["http"],
  jose: ["crypto", "conformance"],
  typebox: ["protocol", "admin", "http"],
};

/** Layers that may not import what the runtime brings (`node:`). */
const withoutRuntime = ["domain", "protocol"];

/** Lines that a file of src may have. */
export const longest = 250;

/** The layer of a file: its folder in src, `main` for src/main.ts, `migrations`; undefined for a file of no layer. */
export function layerOf(path: string): string | undefined {
  if (path === "src/main.ts") return "main";
  if (path.startsWith("migrations/")) return "migrations";
  const folder = path.match(/^src\/([^/]+)\//)?.[1];
  return folder !== undefined && folder !== "migrations" && Object.hasOwn(layers, folder)
    ? folder
    : undefined;
}

/** Names each import that goes against the direction of the layers, types included. */
export function wrongDirections(graph: readonly SourceFile[]): string[] {
  return program(graph).flatMap((file) => {
    const layer = layerOf(file.path);
    if (!layer) return [`${file.path} is in no layer: put it into one of ${Object.keys(layers).join(", ")}`];
    return file.imports.filter((found) => found.kind === "file").flatMap(({ to }) => {
      const target = layerOf(to);
      if (target === layer || (target && layers[layer]!.includes(target))) return [];
      const allowed = layers[layer]!.join(", ") || "no other layer";
      return [`${file.path} imports ${to}: ${layer} stands on ${allowed}`];
    });
  });
}

/** Names each circle of files that load one another, once; imports of types alone load nothing. */
export function cycles(graph: readonly SourceFile[]): string[] {
  const files = new Map(graph.map((file) => [file.path, file]));
  const settled = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || settled.has(path)) return;
    for (const { to, value } of files.get(path)?.imports ?? []) {
      if (value && files.has(to)) walk(to, [...trail, path]);
    }
    settled.add(path);
  };
  for (const path of files.keys()) walk(path, []);
  return found.map((circle) =>
    `files load one another: ${circle} (a type alone is imported by "import type")`
  );
}

/** Names each package, or part of the runtime, imported by a layer that must not know it. */
export function wrongPackages(graph: readonly SourceFile[]): string[] {
  return program(graph).flatMap((file) => {
    const layer = layerOf(file.path) ?? "";
    return file.imports.filter((found) => found.kind === "package").flatMap(({ to }) => {
      if (to.startsWith("node:")) {
        return withoutRuntime.includes(layer)
          ? [`${file.path} imports ${to}: ${layer} knows no runtime`]
          : [];
      }
      const allowed = Object.hasOwn(packages, to) ? packages[to]! : undefined;
      if (!allowed) return [`${file.path} imports ${to}: say in scripts/check_layers.ts which layers may`];
      return allowed.includes(layer)
        ? []
        : [`${file.path} imports ${to}: it is for ${allowed.join(", ")} alone`];
    });
  });
}

/** Names each file of src that is too long. */
export function tooLong(graph: readonly SourceFile[]): string[] {
  return graph.filter((file) => file.path.startsWith("src/") && file.lines > longest)
    .map((file) => `${file.path} has ${file.lines} lines: split it, ${longest} is the most`);
}

/** How long the files of src are, in one line. */
export function sizes(graph: readonly SourceFile[]): string {
  const lengths = graph.filter((file) => file.path.startsWith("src/")).map((file) => file.lines).sort((
    a,
    b,
  ) => a - b);
  if (lengths.length === 0) return "no file in src";
  return `${lengths.length} files in src, median ${lengths[lengths.length >> 1]} lines, longest ${
    lengths.at(-1)
  }`;
}

const program = (graph: readonly SourceFile[]) =>
  graph.filter((file) => file.path.startsWith("src/") || file.path.startsWith("migrations/"));

/**
 * Judges a project by every rule.
 *
 * @param root Absolute path of the project.
 * @returns Each fault in a line, and a line about sizes.
 */
export async function checkLayers(root: string): Promise<{ faults: string[]; sizes: string }> {
  const graph = await readGraph(root, ["src", "migrations", "scripts", "tests"]);
  const rules = [wrongDirections, cycles, wrongPackages, tooLong];
  return { faults: rules.flatMap((rule) => rule(graph)), sizes: sizes(graph) };
}
