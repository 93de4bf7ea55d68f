import { err, ok, type Result } from "../domain/result.ts";
import { kindOf } from "../protocol/upstream/upstream_authentication_rules.ts";
import { upstreamPresets } from "../protocol/upstream/presets/presets.ts";
import { type JudgedUpstream, upstreamFaults } from "../protocol/upstream/upstream_rules.ts";
import type { PlacedFault } from "../protocol/validate.ts";
import { sealUpstreamSecret } from "../rp/credentials/upstream_secret.ts";
import type { LastingUpstream, UpstreamRecord, UpstreamRow } from "../store/upstreams.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { givenCredentials } from "./upstream_keys.ts";
import { givenLasting, judgedLasting, keptLasting } from "./upstream_lasting.ts";
import type { LastingMembers } from "./upstream_lasting_schema.ts";
import { keptMembers } from "./upstream_members.ts";
import { type ChangeableMembers, changeableMembers } from "./upstream_schema.ts";
import { signingKeyFor } from "./upstream_signing_key.ts";

/** What an upstream has already, where there is one. */
interface Standing {
  readonly id: string;
  readonly slug: string;
  /** The sealed secret that stays where no other is given. */
  readonly kept: Uint8Array | null;
  readonly row: UpstreamRow | undefined;
}

/** Reads what an administrator gave, puts what is usual in the place of what was left out, and judges it. */
async function judge(
  { fetchRules }: AdminPorts,
  { slug, kept }: Standing,
  { lasting, given }: { readonly lasting: LastingMembers; readonly given: ChangeableMembers },
) {
  const { client_secret, private_key, ...own } = given, credentials = await givenCredentials(given);
  const has_secret = client_secret !== undefined || private_key !== undefined || kept !== null;
  const stays = judgedLasting(lasting), ready = upstreamPresets.get(stays.preset);
  const members = keptMembers(own, { slug, kind: kindOf(stays), ready, has_secret });
  const judged: JudgedUpstream = { ...stays, ...members, has_secret, given: credentials.judged };
  return { members, text: credentials.text, faults: upstreamFaults(judged, fetchRules) };
}

/** What is kept of what was judged: the secret sealed, and the key that requests are signed with, where they are. */
async function keptRecord(
  ports: AdminPorts,
  { id, kept, row }: Standing,
  { members, text }: Awaited<ReturnType<typeof judge>>,
): Promise<UpstreamRecord> {
  const client_secret = text === undefined ? kept : sealUpstreamSecret(ports, id, text);
  const signing = await signingKeyFor(ports, { id, method: members.signature_method, kept: row });
  return { ...members, client_secret, ...signing };
}

/** An upstream as it is to be stored. */
export interface NewRecord {
  readonly lasting: LastingUpstream;
  readonly record: UpstreamRecord;
}

/**
 * Makes a new upstream of what an administrator gave, and judges it.
 *
 * @returns err: every rule that does not hold, at its member.
 */
export async function newUpstreamRecord(
  ports: AdminPorts,
  { id, slug }: { readonly id: string; readonly slug: string },
  members: { readonly lasting: LastingMembers; readonly given: ChangeableMembers },
): Promise<Result<NewRecord, readonly PlacedFault[]>> {
  const standing: Standing = { id, slug, kept: null, row: undefined };
  const judged = await judge(ports, standing, members);
  if (judged.faults.length > 0) return err(judged.faults);
  const record = await keptRecord(ports, standing, judged);
  return ok({ lasting: keptLasting(id, slug, members.lasting), record });
}

/** The same for a change of what can be changed. @param kept The sealed secret that it has, where nothing is said of another. */
export async function changedUpstreamRecord(
  ports: AdminPorts,
  row: UpstreamRow,
  { given, kept }: { readonly given: ChangeableMembers; readonly kept: Uint8Array | null },
): Promise<Result<UpstreamRecord, readonly PlacedFault[]>> {
  const standing: Standing = { id: row.id, slug: row.slug, kept, row };
  const judged = await judge(ports, standing, { lasting: givenLasting(row), given });
  // What stays was judged when it was made.
  const faults = judged.faults.filter(({ pointer }) =>
    Object.hasOwn(changeableMembers.properties, pointer.slice(1))
  );
  return faults.length > 0 ? err(faults) : ok(await keptRecord(ports, standing, judged));
}
