import { adminBase } from "../admin/openapi.ts";
import { err, ok, type Result } from "../domain/result.ts";

/** Why something was not done: one line that says what is wrong and what to do; `usage`: the command was called wrongly. */
export interface Refusal {
  readonly line: string;
  readonly usage?: boolean;
}

/** Refuses with one line. */
export const refuseWith = (line: string): Result<never, Refusal> => err({ line });

/** What the admin API answered. */
export type Body = Readonly<Record<string, unknown>>;

/** The admin API of a running server. */
export interface AdminClient {
  /** @returns err: what is wrong and what to do. */
  readonly call: (
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ) => Promise<Result<Body, Refusal>>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** How long a server may take to answer. */
const patienceMs = 30_000;

/** Where the server is: LATCHKEY_URL, by default LATCHKEY_ISSUER; without a slash at the end. */
const serverUrl = (env: Env): string =>
  (env.LATCHKEY_URL || env.LATCHKEY_ISSUER || "http://localhost:8080").replace(/\/+$/, "");

/** The admin token and where it came from. */
async function readToken(
  env: Env,
): Promise<Result<{ readonly token: string; readonly from: string }, Refusal>> {
  if (env.LATCHKEY_ADMIN_TOKEN) return ok({ token: env.LATCHKEY_ADMIN_TOKEN, from: "LATCHKEY_ADMIN_TOKEN" });
  const file = `${env.LATCHKEY_DATA_DIR || "./.latchkey"}/admin_token`;
  try {
    return ok({ token: (await Deno.readTextFile(file)).trim(), from: file });
  } catch (fault) {
    return refuseWith(
      fault instanceof Deno.errors.NotFound
        ? `There is no admin token in ${file}: start the server in this directory once, or set LATCHKEY_ADMIN_TOKEN or LATCHKEY_DATA_DIR`
        : `The admin token in ${file} cannot be read (${
          (fault as Error).message
        }): run this as the server's user, or set LATCHKEY_ADMIN_TOKEN`,
    );
  }
}

/** One line from a problem (RFC 9457) or another error: what is wrong with each member, else the detail. */
function lineOf(problem: Body): string {
  const errors = (problem.errors ?? []) as readonly {
    pointer?: string;
    parameter?: string;
    detail: string;
  }[];
  const faults = errors.map(({ pointer, parameter, detail }) =>
    `${pointer?.slice(2) || parameter || "the request"} ${detail}`
  );
  return faults.join("; ") || String(problem.detail ?? problem.error_description ?? problem.error);
}

function readObject(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value as Body : undefined;
  } catch {
    return undefined;
  }
}

async function readAnswer(
  response: Response,
  { url, from }: { readonly url: string; readonly from: string },
): Promise<Result<Body, Refusal>> {
  const text = await response.text();
  if (response.status === 204) return ok({});
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (response.status === 401) {
    return refuseWith(
      `The server at ${url} does not take the admin token of ${from}: set LATCHKEY_ADMIN_TOKEN to its own`,
    );
  }
  const body = /^application\/(problem\+)?json$/.test(type) ? readObject(text) : undefined;
  if (body) return response.ok ? ok(body) : refuseWith(lineOf(body));
  const location = response.headers.get("location");
  return refuseWith(
    `What answers at ${url} is not the admin API (${response.status}${
      location ? `, it leads to ${location}` : ""
    }): set LATCHKEY_URL to where Latchkey runs`,
  );
}

/** Why there was no answer: the innermost cause that the runtime names. */
function causeOf(fault: Error): string {
  if (fault.name === "TimeoutError") return `no answer within ${patienceMs / 1000} seconds`;
  return fault.cause instanceof Error ? causeOf(fault.cause) : fault.message.split(": ").at(-1)!;
}

/**
 * Opens the admin API of the server at {@link serverUrl}.
 *
 * @param headers Sent with every call beside the usual ones.
 * @returns err: what is missing and what to do.
 */
export async function openAdminClient(
  env: Env,
  headers: Readonly<Record<string, string>> = {},
): Promise<Result<AdminClient, Refusal>> {
  const url = serverUrl(env);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return refuseWith(
      `LATCHKEY_URL has to be the server's address, such as http://localhost:8080, and is ${url}`,
    );
  }
  const found = await readToken(env);
  if (!found.ok) return found;
  const { token, from } = found.value;
  return ok({
    call: async (method, path, body) => {
      const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
      try {
        const response = await fetch(`${url}${adminBase}${path}`, {
          method,
          headers: {
            ...headers,
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { "content-type": type }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          // The token is for this server and not for where it might lead.
          redirect: "manual",
          signal: AbortSignal.timeout(patienceMs),
        });
        return await readAnswer(response, { url, from });
      } catch (fault) {
        return refuseWith(
          `The server at ${url} does not answer (${
            causeOf(fault as Error)
          }): start it with "latchkey serve", or set LATCHKEY_URL to where it runs`,
        );
      }
    },
  });
}

/**
 * Opens the admin API of a tenant: under its path at the server, or at the host name that it has for itself.
 *
 * @param slug undefined: the tenant at {@link serverUrl}.
 * @returns err: what is missing, or that there is no such tenant.
 */
export async function openTenantClient(
  env: Env,
  slug: string | undefined,
): Promise<Result<AdminClient, Refusal>> {
  const server = await openAdminClient(env);
  if (!server.ok || slug === undefined) return server;
  const tenant = await server.value.call("GET", `/tenants/${encodeURIComponent(slug)}`);
  if (!tenant.ok) return tenant;
  const { host } = tenant.value;
  const url = host === null ? `${serverUrl(env)}/t/${slug}` : `https://${host}`;
  return await openAdminClient({ ...env, LATCHKEY_URL: url });
}
