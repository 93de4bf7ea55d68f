import { passwordFault, shortestPassword } from "../accounts/set_password.ts";
import { longestPassword, type PasswordHasher } from "../crypto/password_hash.ts";
import { attributeBounds, type Attributes, fitsAttributes } from "../domain/attributes.ts";
import type { ClaimSources } from "../domain/claim_source.ts";
import { isEmail } from "../domain/login_name.ts";
import { ok, type Result } from "../domain/result.ts";
import type { AccountRecord, AccountRow } from "../store/accounts.ts";
import { claimSourceFaults } from "./claim_source_faults.ts";
import { inOrder } from "./in_order.ts";
import { instantText } from "./instant_text.ts";
import { type Problem, refuse, refuseMembers } from "./problem.ts";
import { type UserMembers, userSchema } from "./user_schema.ts";

/**
 * A person's record from what an administrator gave.
 *
 * @param kept The address that the person has, which is not judged again.
 * @returns err: what is wrong with members beside others.
 */
export function accountRecord(given: UserMembers, kept?: string | null): Result<AccountRecord, Problem> {
  const { attributes: noted = {}, claim_sources: sources = {}, groups = [], ...said } = given;
  const { email, email_verified = false, username = null, ...claims } = said;
  const attributes = noted as Attributes, claim_sources = sources as ClaimSources;
  if (email !== kept && !isEmail(email)) {
    // Addresses are compared in lower case: K (U+212A) would be taken for k.
    const detail = "must be in lower case beyond ASCII";
    return refuseMembers([{ pointer: "/email", detail }]);
  }
  if (!fitsAttributes(attributes)) {
    const detail = `must have at most ${attributeBounds.bytes} bytes altogether, as JSON in UTF-8`;
    return refuseMembers([{ pointer: "/attributes", detail }]);
  }
  const faults = claimSourceFaults(claim_sources);
  return faults.length > 0
    ? refuseMembers(faults)
    : ok({ email, email_verified, username, claims, attributes, claim_sources, groups });
}

/** What is noted of a person beside the standard claims, where there is anything. */
const notedOf = ({ attributes, claim_sources, groups }: AccountRow) => ({
  ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  ...(Object.keys(claim_sources).length === 0 ? {} : { claim_sources }),
  ...(groups.length === 0 ? {} : { groups: [...groups] }),
});

/** The members of a person that an administrator can set, as they are now. */
export const writableMembers = (row: AccountRow) => ({
  ...row.claims,
  ...(row.email === null ? {} : { email: row.email, email_verified: row.email_verified }),
  ...(row.username === null ? {} : { username: row.username }),
  ...notedOf(row),
});

/**
 * Withdraws what was verified about an address or a number that is another one now, unless the same change says that
 * the new one is verified.
 */
export function unverifyChanged(
  before: { readonly email?: string; readonly phone_number?: string },
  after: UserMembers,
  patch: Readonly<Record<string, unknown>>,
): UserMembers {
  const { phone_number_verified, ...rest } = after;
  const numberStands = after.phone_number === before.phone_number || "phone_number_verified" in patch;
  const addressStands = after.email === before.email || "email_verified" in patch;
  return {
    ...rest,
    ...(phone_number_verified !== undefined && numberStands ? { phone_number_verified } : {}),
    ...(addressStands ? {} : { email_verified: false }),
  };
}

/** A person as the API shows them. */
export const showUser = (row: AccountRow) =>
  inOrder(userSchema, {
    id: row.id,
    email: row.email,
    email_verified: row.email_verified,
    username: row.username,
    enabled: row.state !== "disabled",
    state: row.state,
    ...row.claims,
    ...notedOf(row),
    created_at: instantText(row.created_at),
    updated_at: instantText(row.updated_at),
  });

/** The refusal where a person does not exist, or was erased. */
export const noUser = (id: string) =>
  refuse(
    "not_found",
    `There is no user ${id} (GET /api/v1/users?login= finds one by name or e-mail address)`,
  );

/** The refusal where a name or an address is somebody else's. */
export const takenBy = (member: "username" | "email") => {
  const detail = `is another user's already: GET /api/v1/users?login= finds them`;
  return refuse("taken", `${member} ${detail}`, { errors: [{ pointer: `#/${member}`, detail }] });
};

/**
 * Hashes a password that an administrator gave.
 *
 * @returns ok: its hash, undefined where none was given. err: it is too short or too long, or too many are being hashed.
 */
export async function hashGiven(
  passwords: PasswordHasher,
  password: string | undefined,
): Promise<Result<string | undefined, Problem>> {
  if (password === undefined) return ok(undefined);
  if (passwordFault(password)) {
    const detail =
      `must have at least ${shortestPassword} characters and at most ${longestPassword} bytes in UTF-8`;
    return refuseMembers([{ pointer: "/password", detail }]);
  }
  const hash = await passwords.hash(password);
  return hash === "busy"
    ? refuse("busy", "Too many passwords are being hashed: try again in a moment", { retryAfter: 2 })
    : ok(hash);
}
