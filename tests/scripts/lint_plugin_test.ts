import { assertEquals } from "@std/assert";
import plugin from "../../scripts/lint_plugin.ts";

const rulesBroken = (path: string, source: string) =>
  Deno.lint.runPlugin(plugin, `/checkout/${path}`, source).map((found) => found.id.replace("latchkey/", ""));

const impure = [
  "const now = new Date();",
  "const now = Date.now();",
  "type When = Date;",
  "const drawn = Math.random();",
  "const id = crypto.randomUUID();",
  "const answer = fetch(address);",
  "const text = Deno.readTextFileSync(path);",
  "setTimeout(body, 1);",
  "console.log(1);",
  "const ports = { crypto };",
  "async function wait() {}",
  "const wait = async () => {};",
  "const flow = { async wait() {} };",
  "await promise;",
  "throw new Error();",
  "class Thing {}",
  "const Thing = class {};",
];

for (const source of impure) {
  Deno.test(`domain-purity refuses: ${source}`, () => {
    assertEquals(rulesBroken("src/domain/scope.ts", source), ["domain-purity"]);
    assertEquals(rulesBroken("src/store/transition.ts", source), []);
    assertEquals(rulesBroken("tests/domain/scope_test.ts", source), []);
  });
}

Deno.test("domain-purity lets pure code and names of members alone", () => {
  const pure = `
    interface Row { readonly Date: string; fetch(): void }
    export const judge = (row: Row, now: number) => row.Date === "x" ? Math.max(now, 1) : { crypto: 1, console: now };
    export const named = (thing: { process: number }) => thing.process;`;
  assertEquals(rulesBroken("src/domain/scope.ts", pure), []);
});

Deno.test("runtime-at-the-edges refuses Deno outside main, cli, store, crypto and http", () => {
  const source = "export const text = (path: string) => Deno.readTextFileSync(path);";
  for (const path of ["src/op/token.ts", "src/protocol/scope.ts", "src/admin/users.ts", "src/rp/start.ts"]) {
    assertEquals(rulesBroken(path, source), ["runtime-at-the-edges"], path);
  }
  for (
    const path of [
      "src/main.ts",
      "src/cli/serve.ts",
      "src/store/open.ts",
      "src/crypto/signer.ts",
      "src/http/listen.ts",
    ]
  ) {
    assertEquals(rulesBroken(path, source), [], path);
  }
});

Deno.test("no-reexport refuses barrels in src", () => {
  for (
    const source of [
      'export * from "./scope.ts";',
      'export { a } from "./scope.ts";',
      'export type { A } from "./scope.ts";',
    ]
  ) {
    assertEquals(rulesBroken("src/op/token.ts", source), ["no-reexport"], source);
    assertEquals(rulesBroken("tests/support/store.ts", source), [], source);
  }
  assertEquals(rulesBroken("src/op/token.ts", "const a = 1;\nexport { a };\nexport const b = 2;"), []);
});

const stateWrites = [
  'db.updateTable("grant").set({ state: "revoked", at: now });',
  'db.insertInto("grant").values({ id, state: machine.initial });',
  'db.insertInto("grant").values([{ id, "state": "active" }]);',
  'db.insertInto("grant").values(ids.map((id) => ({ id, state: "active" })));',
  'db.updateTable("grant").set({ ...{ state: "revoked" } });',
  'db.updateTable("grant").set((eb) => (over ? { state: "revoked" } : {}));',
  'db.insertInto("grant").values(row).onConflict((conflict) => conflict.doUpdateSet({ state: "active" }));',
  'db.updateTable("grant").set("state", "revoked");',
  "sql`update grant set at = ${now}, state = 'revoked' where id = ${id}`;",
  'sql.unsafe("insert into grant (id, state) values ($1, $2)");',
];

for (const source of stateWrites) {
  Deno.test(`one-state-writer refuses: ${source}`, () => {
    assertEquals(rulesBroken("src/store/grants.ts", source), ["one-state-writer"]);
    assertEquals(rulesBroken("src/store/transition.ts", source), []);
  });
}

Deno.test("one-state-writer lets readers, parameters named state and nested values alone", () => {
  const harmless = `
    db.selectFrom("grant").select("state").where("state", "in", states);
    db.insertInto("interaction").values({ id, parameters: { state: sent } });
    db.updateTable("grant").set({ touched_at: now }).where("state", "=", "active");
    sql\`update grant set touched_at = 1 where state = 'active'\`;
    const grant = { state: "active" };`;
  assertEquals(rulesBroken("src/store/grants.ts", harmless), []);
  assertEquals(
    rulesBroken("src/protocol/authorization_response.ts", 'location.searchParams.set("state", sent);'),
    [],
  );
});
