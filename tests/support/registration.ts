/** Clients that register themselves. */
import { systemRandom } from "../../src/crypto/random.ts";
import { mintId } from "../../src/crypto/random.ts";
import { mintSecret } from "../../src/crypto/secret.ts";
import { defaultTenant } from "../../src/domain/tenant.ts";
import type { TenantPolicy } from "../../src/domain/tenant_policy.ts";
import { createInitialAccessToken } from "../../src/store/initial_access_tokens.ts";
import { savePolicy } from "../../src/store/tenants.ts";
import { type Send, storeOf, type TestProvider } from "./provider.ts";

/** Gives the tenant a policy, which holds from the next request on. */
export async function setPolicy(
  { db, time, tenant = defaultTenant }: Pick<TestProvider, "db" | "time" | "tenant">,
  policy: TenantPolicy,
): Promise<void> {
  await savePolicy(db, tenant, policy);
  time.now += 1;
}

/** A web application's request to be registered. */
export const webApp = {
  client_name: "Example App",
  redirect_uris: ["https://app.example/callback"],
  grant_types: ["authorization_code", "refresh_token"],
} as const;

/** An answer of the registration endpoint. */
export interface RegistrationAnswer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

async function ask(send: Send, path: string | URL, init: RequestInit): Promise<RegistrationAnswer> {
  const response = await send(path, init), text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith("{") ? JSON.parse(text) : text,
  };
}

const json = { "content-type": "application/json" };
const bearing = (token: string | undefined) =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** Asks to be registered. @param body Sent as JSON unless it is a text. */
export const register = (send: Send, body: unknown, token?: string): Promise<RegistrationAnswer> =>
  ask(send, "/oauth2/register", {
    method: "POST",
    headers: { ...json, ...bearing(token) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** What a client knows after it was registered. */
export interface Registration {
  readonly registration_client_uri: string;
  readonly registration_access_token: string;
}

/** Asks about a registration, as its client. */
export const configure = (
  send: Send,
  { registration_client_uri, registration_access_token: token }: Registration,
  method: "GET" | "PUT" | "DELETE",
  body?: unknown,
): Promise<RegistrationAnswer> =>
  ask(send, registration_client_uri, {
    method,
    headers: { ...bearing(token), ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Makes an initial access token, as an administrator does. */
export async function initialAccessToken(
  { time, ...provider }: Pick<TestProvider, "db" | "time" | "tenant">,
  { uses = 1, expiresIn = 3600 }: { readonly uses?: number; readonly expiresIn?: number } = {},
): Promise<{ readonly id: string; readonly token: string }> {
  const expires_at = time.now + expiresIn, id = mintId(systemRandom);
  const secret = mintSecret("initial_access_token", expires_at, systemRandom), { digest } = secret.handle;
  const row = { id, digest, description: "", uses_left: uses, expires_at };
  await createInitialAccessToken(storeOf(provider), row, time.now);
  return { id, token: secret.reveal() };
}
