/** Tenants beside the default one, on the server that a test has. */
import { assert } from "@std/assert";
import type { KeyAlgorithm } from "../../src/domain/provider_key.ts";
import type { TenantPolicy } from "../../src/domain/tenant_policy.ts";
import { tenantIssuer } from "../../src/domain/tenant.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { tenantOpener } from "../../src/http/open_tenant.ts";
import { newTenant } from "../../src/op/new_tenant.ts";
import type { Provider } from "../../src/op/provider.ts";
import { keptKey } from "./kept_keys.ts";
import type { Send, TestProvider } from "./provider.ts";

/**
 * A tenant as tests see an application: paths and addresses are under its issuer. It goes wherever a
 * {@link TestProvider} does, so that clients and people are made in it and browsers opened at it.
 */
export interface TestTenant extends TestProvider {
  readonly tenant: string;
  readonly slug: string;
  /** What its flows take. */
  readonly provider: Provider;
}

/** Tenants made so far by this process: each has key pairs that no other has. */
let made = 0;

function keyMaker(): (alg: KeyAlgorithm) => ReturnType<typeof keptKey> {
  const which = 10 + made++;
  return (alg) => keptKey(alg, which);
}

/** Makes a tenant. @param more Its host name, and a policy other than the usual one. A new host answers from now on: time moves on by a second. */
export async function addTenant(
  server: TestProvider,
  slug: string,
  more: { readonly host?: string; readonly policy?: TenantPolicy } = {},
): Promise<TestTenant> {
  const { host = null, policy = {} } = more, { deployment } = server;
  const ports = { ...keyPortsOf(deployment), generate: keyMaker() };
  const row = await newTenant(ports, { slug, host, policy, enabled: true });
  assert(row.ok, `the tenant ${slug} was not made`);
  const issuer = tenantIssuer(server.issuer, row.value);
  if (host !== null) server.time.now += 1;
  const provider = await tenantOpener(deployment)(host === null ? { slug } : { host });
  const send: Send = async (address, init) =>
    await server.send(
      typeof address === "string" && address.startsWith("/") ? issuer + address : address,
      init,
    );
  return { ...server, tenant: row.value.id, slug, issuer, send, provider: provider! };
}
