import { unit } from "./unit.ts";
import type { Db } from "./transition.ts";

/** The database, opened for one tenant: what every repository takes, so that none can forget the tenant. */
export interface TenantStore {
  readonly db: Db;
  readonly tenant: string;
}

/** Runs one unit of work for this tenant; see {@link unit}. */
export const inUnit = <T>(
  { db, tenant }: TenantStore,
  work: (store: TenantStore) => Promise<T>,
): Promise<T> => unit(db, (handle) => work({ db: handle, tenant }));
