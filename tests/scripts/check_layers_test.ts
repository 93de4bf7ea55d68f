import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  cycles,
  layerOf,
  sizes,
  tooLong,
  wrongDirections,
  wrongPackages,
} from "../../scripts/check_layers.ts";
import type { SourceFile } from "../../scripts/import_graph.ts";
import { readGraph } from "../../scripts/import_graph.ts";

type Row = readonly [path: string, to: string, kind?: "value" | "type"];

const graphOf = (rows: readonly Row[]): SourceFile[] => {
  const paths = new Set(
    rows.flatMap(([path, to]) => to.includes("/") && to.endsWith(".ts") ? [path, to] : [path]),
  );
  return [...paths].map((path) => ({
    path,
    lines: 10,
    imports: rows.filter((row) => row[0] === path).map(([, to, kind]) => ({
      to,
      kind: to.endsWith(".ts") ? "file" : "package",
      value: kind !== "type",
    })),
  }));
};

const against: readonly Row[] = [
  ["src/domain/scope.ts", "src/protocol/scope.ts"],
  ["src/domain/scope.ts", "src/store/schema.ts", "type"],
  ["src/protocol/authorize/pkce.ts", "src/crypto/digest.ts"],
  ["src/crypto/jwt.ts", "src/protocol/authorize/pkce.ts"],
  ["src/store/grants.ts", "src/op/token.ts"],
  ["src/op/token.ts", "src/rp/start.ts"],
  ["src/rp/start.ts", "src/accounts/session.ts", "type"],
  ["src/accounts/session.ts", "src/op/token.ts"],
  ["src/rp/start.ts", "src/resource_server/verify.ts"],
  ["src/resource_server/verify.ts", "src/store/grants.ts"],
  ["src/op/token.ts", "src/http/app.ts"],
  ["src/op/token.ts", "migrations/0001_accounts.ts"],
  ["migrations/0001_accounts.ts", "src/store/schema.ts", "type"],
  ["src/http/app.ts", "src/cli/serve.ts"],
  ["src/http/app.ts", "src/conformance/run.ts"],
  ["src/main.ts", "src/conformance/run.ts"],
  ["src/conformance/run.ts", "src/domain/scope.ts"],
  ["src/cli/serve.ts", "src/main.ts"],
  ["src/op/token.ts", "tests/support/clock.ts"],
  ["src/cli/serve.ts", "scripts/gate.ts"],
];

for (const [path, to, kind = "value"] of against) {
  Deno.test(`wrongDirections names the ${kind} import of ${to} by ${path}`, () => {
    const found = wrongDirections(graphOf([[path, to, kind]]));
    assertEquals(found.length, 1);
    assertStringIncludes(found[0]!, `${path} imports ${to}: `);
  });
}

Deno.test("wrongDirections allows what stands below, and anything to tests and scripts", () => {
  const allowed = graphOf([
    ["src/domain/grant.ts", "src/domain/machine.ts"],
    ["src/protocol/authorize/pkce.ts", "src/domain/scope.ts"],
    ["src/resource_server/verify.ts", "src/crypto/jwt.ts"],
    ["src/store/migrate.ts", "migrations/0001_accounts.ts"],
    ["migrations/0001_accounts.ts", "src/domain/account.ts"],
    ["src/op/token.ts", "src/resource_server/verify.ts"],
    ["src/admin/users.ts", "src/accounts/session.ts"],
    ["src/http/app.ts", "src/admin/users.ts"],
    ["src/cli/conformance.ts", "src/conformance/run.ts"],
    ["src/main.ts", "src/cli/serve.ts"],
    ["tests/op/token_test.ts", "src/op/token.ts"],
    ["scripts/diagrams.ts", "src/domain/machines.ts"],
  ]);
  assertEquals(wrongDirections(allowed), []);
});

Deno.test("wrongDirections names a file that is in no layer", () => {
  for (const path of ["src/config.ts", "src/utils/text.ts", "src/migrations/one.ts", "src/toString/one.ts"]) {
    assertEquals(layerOf(path), undefined);
    assert(wrongDirections([{ path, lines: 1, imports: [] }])[0]?.startsWith(`${path} is in no layer`), path);
  }
});

Deno.test("cycles names each circle of loads once, with its whole way", () => {
  const found = cycles(graphOf([
    ["src/op/a.ts", "src/op/b.ts"],
    ["src/op/b.ts", "src/op/c.ts"],
    ["src/op/c.ts", "src/op/b.ts"],
    ["src/op/d.ts", "src/op/d.ts"],
    ["src/op/e.ts", "src/op/a.ts"],
  ]));
  assertEquals(found.length, 2);
  assertStringIncludes(found[0]!, "src/op/b.ts -> src/op/c.ts -> src/op/b.ts");
  assertStringIncludes(found[1]!, "src/op/d.ts -> src/op/d.ts");
});

Deno.test("cycles lets a circle through types alone be", () => {
  assertEquals(cycles(graphOf([["src/op/a.ts", "src/op/b.ts"], ["src/op/b.ts", "src/op/a.ts", "type"]])), []);
});

const misplaced: readonly Row[] = [
  ["src/op/token.ts", "kysely", "type"],
  ["src/http/app.ts", "postgres"],
  ["src/cli/serve.ts", "@electric-sql/pglite"],
  ["src/admin/users.ts", "hono"],
  ["src/op/token.ts", "jose"],
  ["src/domain/scope.ts", "typebox", "type"],
  ["src/store/clients.ts", "typebox"],
  ["src/domain/scope.ts", "node:crypto"],
  ["src/protocol/authorize/pkce.ts", "node:crypto"],
  ["src/http/app.ts", "left-pad"],
  ["src/http/app.ts", "constructor"],
];

for (const [path, to, kind = "value"] of misplaced) {
  Deno.test(`wrongPackages names the ${kind} import of ${to} by ${path}`, () => {
    const found = wrongPackages(graphOf([[path, to, kind]]));
    assertEquals(found.length, 1);
    assertStringIncludes(found[0]!, `${path} imports ${to}: `);
  });
}

Deno.test("wrongPackages allows each package where its row says, and any in tests", () => {
  assertEquals(
    wrongPackages(graphOf([
      ["src/store/open.ts", "kysely"],
      ["src/crypto/jwt.ts", "jose"],
      ["src/http/app.ts", "hono"],
      ["src/protocol/token_request.ts", "typebox"],
      ["src/http/listen.ts", "node:https"],
      ["tests/http/app_test.ts", "openid-client"],
    ])),
    [],
  );
});

Deno.test("tooLong names a file of src over 250 lines, and no other", () => {
  const file = (path: string, lines: number): SourceFile => ({ path, lines, imports: [] });
  const graph = [file("src/op/a.ts", 251), file("src/op/b.ts", 250), file("tests/op/a_test.ts", 900)];
  assertEquals(tooLong(graph), ["src/op/a.ts has 251 lines: split it, 250 is the most"]);
  assertEquals(sizes([...graph, file("src/op/c.ts", 7)]), "3 files in src, median 250 lines, longest 251");
});

Deno.test("readGraph tells loads from types, files from packages, and counts lines", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${root}/deno.json`, '{ "imports": { "hono/": "npm:/hono@4.13.19/" } }');
    await Deno.mkdir(`${root}/src/op`, { recursive: true });
    await Deno.writeTextFile(
      `${root}/src/op/a.ts`,
      'import "node:fs";\nimport { b } from "./b.ts";\nconsole.log(b);\n',
    );
    await Deno.writeTextFile(
      `${root}/src/op/b.ts`,
      'import type { A } from "../c.ts";\nexport const b: A = 1;',
    );
    await Deno.writeTextFile(
      `${root}/src/c.ts`,
      'import { css } from "hono/css";\nexport type A = typeof css;\n',
    );
    assertEquals(await readGraph(root, ["src", "migrations"]), [
      { path: "src/c.ts", lines: 2, imports: [{ kind: "package", to: "hono", value: true }] },
      {
        path: "src/op/a.ts",
        lines: 3,
        imports: [{ kind: "package", to: "node:fs", value: true }, {
          kind: "file",
          to: "src/op/b.ts",
          value: true,
        }],
      },
      { path: "src/op/b.ts", lines: 2, imports: [{ kind: "file", to: "src/c.ts", value: false }] },
    ]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
