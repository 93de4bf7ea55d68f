import { offerAdminLink } from "../accounts/create_admin.ts";
import { adminLinkLifetime } from "../domain/one_time_link.ts";
import type { Deployment } from "../http/deployment.ts";
import { openDefaultTenant } from "../http/open_tenant.ts";
import { hasAdmin } from "../store/admin_roles.ts";
import type { Config } from "./config.ts";
import { columns } from "./terminal.ts";

/** Where and how a server was started. */
export interface Started {
  readonly config: Pick<Config, "issuer" | "development" | "databaseUrl" | "log">;
  /** Standard output is a terminal, so that only the person at it reads along. */
  readonly terminal: boolean;
}

/**
 * Whether the start may print a link that makes its reader an administrator: only on somebody's own machine, where
 * nothing that is printed is kept by others.
 */
const mayOfferLink = ({ config, terminal }: Started): boolean =>
  terminal && config.databaseUrl === undefined && config.development && config.issuer.startsWith("http:");

/**
 * What the start tells a person beside the log: where things are and, where there is no administrator yet and nobody
 * else reads it, the one-time link that makes the first one.
 *
 * @returns no lines where the log is for programs.
 */
export async function welcomeLines(deployment: Deployment, started: Started): Promise<readonly string[]> {
  const { issuer, log } = started.config;
  if (log === "json") return [];
  const playground = started.config.development ? [["Playground", `${issuer}/playground`]] : [];
  const lines = [["Issuer", issuer], ["Home page", `${issuer}/`], ...playground];
  const provider = await openDefaultTenant(deployment);
  if (!mayOfferLink(started) || await hasAdmin(provider.store)) return columns(lines);
  const { url } = await offerAdminLink(provider);
  const link = ["First administrator", url];
  return [...columns([...lines, link]), `(the link works once, within ${adminLinkLifetime / 60} minutes)`];
}
