import { X509Certificate } from "node:crypto";
import type { FetchRules } from "../domain/fetch_target.ts";
import type { Log } from "../http/log.ts";
import { type FetchRefused, type GuardedFetch, guardedFetch } from "../outbound/guarded_fetch.ts";
import { type GuardedPost, guardedPost } from "../outbound/guarded_post.ts";
import { type GuardedRequest, guardedRequest, type RequestRefused } from "../outbound/guarded_request.ts";
import { systemResolve } from "../outbound/resolve.ts";
import { tenantHosts } from "../store/tenants.ts";
import type { Db } from "../store/transition.ts";
import type { Config } from "./config.ts";

/** Reads the further authorities. Throws one line that says what is wrong. */
async function readAuthorities(path: string): Promise<string> {
  try {
    const pem = await Deno.readTextFile(path);
    new X509Certificate(pem);
    return pem;
  } catch (fault) {
    throw new Error(
      `LATCHKEY_CA_FILE ${path} has to be certificates as PEM (${(fault as Error).message})`,
    );
  }
}

/** The guarded ways out, and the rules by which addresses are judged there. */
export interface WaysOut {
  readonly fetch: GuardedFetch;
  readonly fetchRules: FetchRules;
  readonly post: GuardedPost;
  readonly request: GuardedRequest;
}

/** The host names that tenants have for themselves. While the database is away they are the ones that were read last. */
function tenantsOwn(db: Db): () => Promise<readonly string[]> {
  let known: readonly string[] = [];
  return async () => {
    try {
      known = [...(await tenantHosts(db)).keys()];
    } catch {
      // That it is away is told where something cannot be done without it.
    }
    return known;
  };
}

/** Opens the guarded ways out that the settings ask for. */
export async function openFetch(
  { issuer, databaseUrl, fetchAllow, caFile }: Pick<
    Config,
    "issuer" | "databaseUrl" | "fetchAllow" | "caFile"
  >,
  { db, log }: { readonly db: Db; readonly log: Log },
): Promise<WaysOut> {
  const own = [issuer, ...databaseUrl === undefined ? [] : [databaseUrl]].map((url) => new URL(url).hostname);
  const fetchRules: FetchRules = { allowed: fetchAllow, ports: [443], own };
  const ports = {
    rules: fetchRules,
    ownHosts: tenantsOwn(db),
    resolve: systemResolve,
    authorities: caFile === undefined ? undefined : await readAuthorities(caFile),
    report: (host: string, { why, detail }: FetchRefused | RequestRefused) =>
      log("warn", "fetch_failed", { host, why, detail }),
  };
  return { fetch: guardedFetch(ports), fetchRules, post: guardedPost(ports), request: guardedRequest(ports) };
}
