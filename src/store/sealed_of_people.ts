import { sql } from "kysely";
import { sealHeadLength } from "../crypto/seal.ts";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import type { TenantStore } from "./tenant_store.ts";

/** Tables with what upstreams gave us for people, and the column that is sealed. */
const sealedColumns = { upstream_token: "tokens", session_upstream: "id_token" } as const;
export type TableOfPeople = keyof typeof sealedColumns;

/** Something sealed, and whose it is. */
export interface SealedOfPerson extends UpstreamSubject {
  readonly sealed: Uint8Array;
}

/** Some of what was sealed by keys with one of these heads. */
export async function sealedOfPeople(
  { db, tenant }: TenantStore,
  table: TableOfPeople,
  { heads, most }: { readonly heads: readonly Uint8Array[]; readonly most: number },
): Promise<readonly SealedOfPerson[]> {
  const column = sql.ref(sealedColumns[table]);
  const { rows } = await sql<SealedOfPerson>`select upstream_id, iss, sub, ${column} as sealed
    from ${sql.table(table)} where tenant = ${tenant}
      and substring(${column} from 1 for ${sql.lit(sealHeadLength)}) in (${sql.join(heads)})
    limit ${sql.lit(most)}`.execute(db);
  return rows;
}

/** Replaces a seal by another one of the same value, unless there is another value meanwhile. */
export async function resealOfPerson(
  { db, tenant }: TenantStore,
  table: TableOfPeople,
  { upstream_id, iss, sub, sealed, renewed }: SealedOfPerson & { readonly renewed: Uint8Array },
): Promise<void> {
  const column = sql.ref(sealedColumns[table]);
  await sql`update ${sql.table(table)} set ${column} = ${renewed} where tenant = ${tenant}
    and upstream_id = ${upstream_id} and iss = ${iss} and sub = ${sub} and ${column} = ${sealed}`.execute(db);
}
