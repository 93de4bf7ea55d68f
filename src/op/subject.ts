import { mac } from "../crypto/derived_key.ts";
import type { Client } from "../domain/client_metadata.ts";
import { sectorIdentifier } from "../domain/sector_identifier.ts";
import type { Ports } from "../store/ports.ts";

type Subjects = Pick<Ports, "pairwise">;

function sectorOf({ client_id, metadata }: Client): string {
  const sector = sectorIdentifier(metadata);
  if (sector === undefined) throw new Error(`The client ${client_id} is pairwise and has no sector`);
  return sector;
}

/**
 * The subject identifier under which a client knows an account: the account's own id, or one of the client's sector.
 *
 * Every place that says or reads `sub` comes here, so that a client never sees two of one person.
 *
 * @see OpenID Connect Core section 8
 */
export const subjectFor = ({ pairwise }: Subjects, client: Client, account_id: string): string =>
  client.metadata.subject_type === "pairwise" ? pairwise.subject(sectorOf(client), account_id) : account_id;

/** The account that a client means by a subject identifier; undefined where it can be none. Whether there is such an account is not looked up. */
export const accountOfSubject = ({ pairwise }: Subjects, client: Client, sub: string): string | undefined =>
  client.metadata.subject_type === "pairwise" ? pairwise.account(sectorOf(client), sub) : sub;

/** The accounts that a request leaves by the subject identifiers in it; undefined where it has none, empty where they name nobody. */
export const hintedAccounts = (
  subjects: Subjects,
  client: Client,
  { hinted_subs }: { readonly hinted_subs?: readonly string[] },
): readonly string[] | undefined =>
  hinted_subs?.flatMap((sub) => accountOfSubject(subjects, client, sub) ?? []);

/**
 * The identifier under which a client knows a session: another one for each client, and so for each sector, and never
 * the session's own.
 */
export const sidFor = ({ derive, tenant }: Ports, session_id: string, client_id: string): string =>
  mac(derive("sid"), tenant.id, session_id, client_id);
