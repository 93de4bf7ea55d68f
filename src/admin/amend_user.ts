import { ok } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { type AccountRow, amendAccount, lockAccount, moveAccount, takenMember } from "../store/accounts.ts";
import { withdrawLinks } from "../store/one_time_links.ts";
import { savePasswordHash } from "../store/passwords.ts";
import { endSessionsOfAccount } from "../store/sessions.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { mergePatch } from "./merge_patch.ts";
import { refuseMembers } from "./problem.ts";
import { resource } from "./resource.ts";
import {
  accountRecord,
  hashGiven,
  noUser,
  showUser,
  takenBy,
  unverifyChanged,
  writableMembers,
} from "./user_record.ts";
import { userMembers, userParams, userPatch, userSchema } from "./user_schema.ts";
import { validate } from "../protocol/validate.ts";

/** Sets a password that an administrator chose. Whoever knew the one before is signed out, and no older link can set another. */
async function setPassword(unit: TenantStore, id: string, hash: string, at: Instant): Promise<void> {
  await savePasswordHash(unit, id, hash, at);
  await withdrawLinks(unit, id, "set_password", at);
  await endSessionsOfAccount(unit, id, "password_set", at);
  // Refused where it is active already or disabled: then only the password changes.
  await moveAccount(unit, id, "activate", at);
}

/** Makes an account enabled or disabled; refused moves are those to where it is already. */
async function setEnabled(unit: TenantStore, id: string, enabled: boolean, at: Instant): Promise<void> {
  await moveAccount(unit, id, enabled ? "enable" : "disable", at);
  if (enabled) return;
  await endSessionsOfAccount(unit, id, "disabled", at);
  await withdrawLinks(unit, id, "set_password", at);
}

/** `PATCH /users/{id}` changes a person. A new password or being disabled ends their sessions. */
export const amendUserResource = resource({
  method: "PATCH",
  path: "/users/{id}",
  operationId: "amendUser",
  summary: "Change a person by a JSON Merge Patch (RFC 7396)",
  params: userParams,
  body: userPatch,
  answer: { status: 200, schema: userSchema },
  refusals: ["not_found", "taken", "busy"],
  handle: async ({ store, clock, passwords }, { params: { id }, body }) => {
    const { password, enabled, ...patch } = body;
    const hash = await hashGiven(passwords, password);
    if (!hash.ok) return hash;
    const at = clock();
    try {
      return await inUnit(store, async (unit) => {
        const row = await lockAccount(unit, id);
        if (!row) return noUser(id);
        const before = writableMembers(row);
        const merged = validate(userMembers, mergePatch(before, patch));
        if (!merged.ok) return refuseMembers(merged.error);
        const judged = accountRecord(unverifyChanged(before, merged.value, patch), row.email);
        if (!judged.ok) return judged;
        const record = judged.value;
        const amended = await amendAccount(unit, id, row.version, record, at);
        if (!amended.ok) throw new Error(`A locked account was not amended: ${amended.refusal}`);
        // Whoever reads the former address may have a link there.
        if (record.email !== row.email) await withdrawLinks(unit, id, "set_password", at);
        if (hash.value !== undefined) await setPassword(unit, id, hash.value, at);
        if (enabled !== undefined) await setEnabled(unit, id, enabled, at);
        const now = await lockAccount(unit, id);
        return ok({ status: 200, body: showUser(now as AccountRow) });
      });
    } catch (fault) {
      // The database decides who has a name; its refusal has rolled the unit back.
      const taken = takenMember(fault);
      if (taken) return takenBy(taken);
      throw fault;
    }
  },
});
