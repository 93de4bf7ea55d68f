import { mintSecret } from "../crypto/secret.ts";
import { ok } from "../domain/result.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import { lockAccount } from "../store/accounts.ts";
import { offerLink } from "../store/one_time_links.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import { resource } from "./resource.ts";
import { noUser } from "./user_record.ts";
import { setPasswordLink, userParams } from "./user_schema.ts";

/**
 * Offers a link with which a person sets a password, in the caller's unit. Earlier ones stop working.
 *
 * @returns the link as it is shown, this once.
 */
export async function offerSetPassword(
  { tenant, random }: AdminPorts,
  unit: TenantStore,
  account_id: string,
  at: Instant,
) {
  const expires_at = at + lifetime(tenant.policy, "set_password_link");
  const secret = mintSecret("one_time_link", expires_at, random);
  await offerLink(unit, { handle: secret.handle, purpose: "set_password", account_id, expires_at, at });
  return {
    set_password_url: `${tenant.issuer}/set-password?link=${secret.reveal()}`,
    set_password_expires_at: instantText(expires_at),
  };
}

/** `POST /users/{id}/set-password-link` offers a link with which a person sets a password. */
export const setPasswordLinkResource = resource({
  method: "POST",
  path: "/users/{id}/set-password-link",
  operationId: "createSetPasswordLink",
  summary: "Make a one-time link with which the person sets a password; earlier ones stop working",
  params: userParams,
  answer: { status: 200, schema: setPasswordLink },
  refusals: ["not_found", "conflict"],
  handle: (ports, { params: { id } }) =>
    inUnit(ports.store, async (unit) => {
      const row = await lockAccount(unit, id);
      if (!row) return noUser(id);
      if (row.state === "disabled") {
        return refuse("conflict", "The user is disabled: enable them first (PATCH enabled: true)");
      }
      return ok({ status: 200, body: await offerSetPassword(ports, unit, id, ports.clock()) });
    }),
});
