import { sha256 } from "../crypto/digest.ts";
import type { Env, HttpContext } from "./env.ts";

/** The address of a page of ours, under the issuer of the tenant that the request is for. */
export const ownAddress = (c: HttpContext, path: `/${string}`): string => c.var.provider.tenant.issuer + path;

/** The same without scheme and host, for what a page loads from its own origin. Pages without a tenant have it too. */
export function ownPath(c: HttpContext, path: `/${string}`): string {
  const { provider, deployment } = c.var as Pick<Env["Variables"], "deployment"> & Partial<Env["Variables"]>;
  return new URL(provider?.tenant.issuer ?? deployment.issuer).pathname.replace(/\/$/, "") + path;
}

/** An address whose content another one takes the place of when what it is made of changes, whatever browsers hold. */
export const versioned = (address: string, madeOf: string): string =>
  `${address}?v=${sha256(madeOf).slice(0, 8)}`;
