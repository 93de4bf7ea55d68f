/** The admin API as programs call it, with every answer held against the API's own description. */
import { assert, assertEquals } from "@std/assert";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { createApp } from "../../src/http/app.ts";
import { mountAdmin } from "../../src/http/admin_api.ts";
import type { PasswordHasher } from "../../src/crypto/password_hash.ts";
import type { FetchRules } from "../../src/domain/fetch_target.ts";
import type { Pause } from "../../src/domain/time.ts";
import type { GuardedFetch } from "../../src/outbound/guarded_fetch.ts";
import type { GuardedRequest } from "../../src/outbound/guarded_request.ts";
import type { Db } from "../../src/store/transition.ts";
import { openProvider, type TestProvider } from "../support/provider.ts";

const issuer = "http://localhost:8080";

export type Json = Readonly<Record<string, unknown>>;

/** An answer: its status, its headers and its decoded body, which is an empty object where there is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

/** Calls the API with the admin token. A body is sent as JSON unless it is a text or bytes already. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string | undefined>>,
) => Promise<Answer>;

export interface AdminServer extends TestProvider {
  readonly call: Call;
}

/**
 * Starts an application on an empty database, with the admin API on it.
 *
 * @param options db: by default one in memory; passwords: instead of the usual hasher; fetch, request: what there is
 * to fetch, and to ask of upstreams; fetchRules: which addresses may be used; pause: how another server is waited for.
 */
export async function openAdmin(
  options: {
    readonly db?: Db;
    readonly passwords?: PasswordHasher;
    readonly fetch?: GuardedFetch;
    readonly request?: GuardedRequest;
    readonly fetchRules?: FetchRules;
    readonly pause?: Pause;
  } = {},
): Promise<AdminServer> {
  const { passwords, ...usual } = options, provider = await openProvider({ issuer, ...usual });
  const deployment = { ...provider.deployment, ...passwords ? { passwords } : {} };
  const app = createApp(deployment, (hono) => mountAdmin(hono, deployment));
  const send: TestProvider["send"] = async (address, init) =>
    await app.fetch(new Request(new URL(address, issuer), { redirect: "manual", ...init }));
  const ask: Call = async (method, path, body, headers = {}) => {
    const given = {
      authorization: `Bearer ${deployment.adminToken}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    };
    const sent = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await send(`/api/v1${path}`, {
      method,
      headers: Object.entries(given).filter((header): header is [string, string] => header[1] !== undefined),
      ...(sent === undefined ? {} : { body: sent as BodyInit }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
  };
  const { body: description } = await ask("GET", "/openapi.json");
  const call: Call = async (method, path, body, headers) => {
    const answer = await ask(method, path, body, headers);
    assertEquals(answer.headers.get("cache-control"), "no-store");
    assertEquals(answer.headers.get("access-control-allow-origin"), null);
    assertDescribed(description, [method, path], answer);
    return answer;
  };
  return { ...provider, deployment, send, call };
}

/** Replaces what refers to a component by the component. */
function resolved(description: Json, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((inner) => resolved(description, inner));
  if (typeof node !== "object" || node === null) return node;
  if ("$ref" in node) return resolved(description, at(description, node.$ref as string));
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, resolved(description, value)]),
  );
}

/** The value that a reference within the description leads to; undefined where it leads nowhere. */
export const at = (description: Json, reference: string): unknown =>
  reference.slice(2).split("/").reduce<unknown>(
    (node, part) => (node as Json | undefined)?.[part],
    description,
  );

/** The path of the description that a request's path belongs to; a literal one goes before one with parameters. */
function templateOf(description: Json, path: string): string | undefined {
  const bare = path.split("?")[0]!;
  return Object.keys(description.paths as Json).toSorted((a) => a.includes("{") ? 1 : -1)
    .find((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(bare));
}

/** Asserts that the description has this answer: its status, and a schema that its body fits. Paths and methods that it has not are refused. */
function assertDescribed(description: Json, [method, path]: readonly [string, string], answer: Answer): void {
  const { status, headers, body } = answer;
  const operations = (description.paths as Json)[templateOf(description, path) ?? ""] as Json | undefined;
  const operation = operations?.[method.toLowerCase()] as Json | undefined;
  if (status >= 400) {
    assertEquals(headers.get("content-type"), "application/problem+json");
    assertEquals(body.status, status);
    const kind = body.type.split("#")[1];
    assert(body.type === `${issuer}/api/v1/openapi.json#${kind}` && at(description, `#${kind}`), body.type);
  }
  if (!operation) return assert([401, 404, 405].includes(status), `${method} ${path} answers ${status}`);
  const described = (operation.responses as Json)[status];
  assert(described, `${method} ${path}: ${status} is not described`);
  const { content } = resolved(description, described) as { content?: Json };
  if (!content) return assertEquals(body, {});
  const { schema } = content[headers.get("content-type")!] as { schema: TSchema };
  assertEquals(Value.Errors(schema, body), [], `${method} ${path}: ${status} is described otherwise`);
}
