import { assert, assertEquals } from "@std/assert";
import { Value } from "typebox/value";
import { describe, schemaAt } from "../../src/protocol/describe_schema.ts";
import { problems } from "../../src/admin/problem.ts";
import { adminResources } from "../../src/admin/resources.ts";
import { at, type Json, openAdmin } from "./admin_server.ts";

const { call, send } = await openAdmin();
const description: Json = (await call("GET", "/openapi.json")).body;

/** An operation of the description, and where it stands. */
const operations = Object.entries(description.paths as Record<string, Record<string, Json>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every value in a value, with its pointer. */
function* parts(node: unknown, pointer = "#"): Generator<readonly [string, unknown]> {
  yield [pointer, node];
  if (typeof node !== "object" || node === null) return;
  for (const [name, inner] of Object.entries(node)) yield* parts(inner, `${pointer}/${name}`);
}

Deno.test("the description names its version, its server and its security (OpenAPI 3.1 section 4.8.1)", () => {
  assertEquals(description.openapi, "3.1.0");
  assertEquals(description.servers, [{ url: "http://localhost:8080/api/v1" }]);
  assertEquals(description.security, [{ admin_token: [] }]);
  assertEquals(at(description, "#/components/securitySchemes/admin_token"), {
    type: "http",
    scheme: "bearer",
  });
  const known = ["openapi", "info", "servers", "security", "paths", "components"];
  assertEquals(Object.keys(description).filter((name) => !known.includes(name)), []);
});

Deno.test("the description has every row of the API's list, and nothing else", () => {
  assertEquals(
    operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).toSorted(),
    ["GET /me", "GET /me/upstream_tokens", ...adminResources.map(({ method, path }) => `${method} ${path}`)]
      .toSorted(),
  );
});

Deno.test("every described operation is there, and for nobody without the token", async () => {
  for (const { path, method, operation } of operations) {
    if ("security" in operation) continue;
    const real = path.replaceAll(/\{\w+\}/g, "c_nobody");
    const body = ["post", "patch"].includes(method) ? { colour: "red" } : undefined;
    const { status } = await call(method.toUpperCase(), real, body);
    assert([200, 400, 404].includes(status), `${method} ${path} answers ${status}`);
    if (!path.includes("{")) assert(status !== 404, `${method} ${path} is not there`);
    const response = await send(`/api/v1${real}`, { method: method.toUpperCase() });
    await response.body?.cancel();
    assertEquals(response.status, 401, `${method} ${path}`);
  }
});

Deno.test("every operation has a name of its own, a summary, and answers (OpenAPI 3.1 section 4.8.10)", () => {
  const names = operations.map(({ operation }) => operation.operationId);
  assertEquals(new Set(names).size, names.length);
  for (const { path, operation } of operations) {
    const { summary, responses } = operation as { summary: string; responses: Json };
    assert(summary !== "" && Object.keys(responses).every((status) => /^[2345]\d\d$/.test(status)), path);
    assert(Object.keys(responses).some((status) => status.startsWith("2")), path);
    assert(["401", "500", "503"].every((status) => status in responses), path);
  }
});

Deno.test("every parameter of a path is described there, is required, and no other is (OpenAPI 3.1 section 4.8.12)", () => {
  for (const { path, method, operation } of operations) {
    const parameters = operation.parameters as readonly { name: string; in: string; required: boolean }[];
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    assertEquals(inPath.map(({ name }) => name), named, `${method} ${path}`);
    assert(inPath.every(({ required }) => required), `${method} ${path}`);
  }
});

Deno.test("everything that the description refers to is in it", () => {
  const references = [...parts(description)].filter(([pointer]) => pointer.endsWith("/$ref"));
  assert(references.length > 50);
  for (const [pointer, reference] of references) {
    assert(at(description, reference as string) !== undefined, `${pointer}: ${reference}`);
  }
});

Deno.test("every example and every default in the description fits the schema that it stands in", () => {
  let judged = 0;
  for (const [pointer, node] of parts(description)) {
    if (typeof node !== "object" || node === null || Array.isArray(node)) continue;
    const { examples = [], default: usual, ...schema } = node as { examples?: unknown[]; default?: unknown };
    if (!Array.isArray(examples)) continue;
    for (const value of [...examples, ...(usual === undefined ? [] : [usual])]) {
      judged++;
      assert(Value.Check(schema, value), `${pointer}: ${JSON.stringify(value)}`);
    }
  }
  assert(judged > 20);
});

Deno.test("every kind of problem is described under the name that its type has (RFC 9457 section 3.1.1)", () => {
  assertEquals(Object.keys(at(description, "#/components/responses") as Json), Object.keys(problems));
});

Deno.test("what every member of a body and a query takes can be said in words", () => {
  let said = 0;
  const visit = (schema: Parameters<typeof describe>[0]) => {
    said++;
    assert(describe(schema) !== "");
    const { properties = {}, items } = schema as {
      properties?: Record<string, typeof schema>;
      items?: typeof schema;
    };
    for (const [name, member] of Object.entries(properties)) {
      assertEquals(schemaAt(schema, [name]), member);
      visit(member);
    }
    if (items) visit(items);
  };
  for (const { body, query } of adminResources) [body, query].filter((schema) => !!schema).forEach(visit);
  assert(said > 100);
});
