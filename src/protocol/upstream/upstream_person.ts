import { isJsonObject } from "../../domain/json.ts";
import type { Told } from "./upstream_claims.ts";
import { isSubject } from "./upstream_response.ts";
import { readUpstreamProfile, type UpstreamProfile } from "./upstream_profile.ts";
import { valueAt } from "./upstream_path.ts";
import type { PersonPaths, Quirk } from "./upstream_quirk.ts";

/** An address as an upstream states it. */
interface Address {
  readonly email: unknown;
  readonly email_verified: boolean;
}

/** A list of addresses, and where it stands. */
type MailList = Extract<Quirk, { readonly name: "second_call_for_mail" | "mail_in_list" }>;

/** The primary address in a list, where it has one. */
export function primaryAddress(
  document: unknown,
  { list, email, primary, verified }: MailList,
): Address | undefined {
  const rows = list === undefined ? document : valueAt(document, list);
  const row = Array.isArray(rows) ? rows.find((each) => valueAt(each, primary) === true) : undefined;
  return row === undefined
    ? undefined
    : { email: valueAt(row, email), email_verified: valueAt(row, verified) === true };
}

/** The address in what an upstream says that says none but verified ones. */
export const verifiedAddress = (document: unknown, { email }: PersonPaths): Address => ({
  email: email === undefined ? undefined : valueAt(document, email),
  email_verified: true,
});

/** Who somebody is, as an upstream without ID tokens says it. */
export interface StatedPerson {
  readonly sub: string;
  readonly profile: UpstreamProfile;
  readonly told: Told;
}

/**
 * Reads who somebody is.
 *
 * @param address From a second call; it takes the place of what the document says.
 * @returns undefined where the document does not say who it is about.
 */
export function readPerson(
  document: unknown,
  { sub: subject, email, email_verified = [], ...others }: PersonPaths,
  address: Address | undefined,
): StatedPerson | undefined {
  const at = valueAt(document, subject), sub = Number.isSafeInteger(at) ? String(at) : at;
  if (!isJsonObject(document) || !isSubject(sub)) return undefined;
  const claims = Object.fromEntries(
    Object.entries(others).map(([name, path]) => [name, valueAt(document, path)]),
  );
  const stated: Address = address ?? {
    email: email === undefined ? undefined : valueAt(document, email),
    email_verified: email_verified.length > 0 &&
      email_verified.every((path) => valueAt(document, path) === true),
  };
  const profile = readUpstreamProfile({ ...claims, ...stated }, {});
  return { sub, profile, told: { document, claims } };
}
