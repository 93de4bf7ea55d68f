import { mintSecret, parseSecret } from "../crypto/secret.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import { readPreSession, writePreSession } from "./cookies/pre_session.ts";
import type { HttpContext } from "./env.ts";

/** The digest of the secret that binds a form without an app to this browser, where it has one. */
export const boundBrowser = (c: HttpContext): string | undefined =>
  parseSecret("pre_session", readPreSession(c) ?? "")?.digest;

/** Binds this browser to the form that it is about to see, or keeps it bound. @returns the digest of its secret. */
export function bindBrowser(c: HttpContext): string {
  const { clock, random, tenant } = c.var.provider, lives = lifetime(tenant.policy, "interaction");
  const held = readPreSession(c) ?? "", handle = parseSecret("pre_session", held);
  const fresh = handle ? undefined : mintSecret("pre_session", clock() + lives, random);
  writePreSession(c, fresh?.reveal() ?? held, lives);
  return (handle ?? fresh!.handle).digest;
}
