/** Who may use a client; null: that list says nothing. Only an administrator sets it. */
export interface ClientAccess {
  /** Names of groups. */
  readonly allowed_groups: readonly string[] | null;
  /** Ids of accounts. */
  readonly allowed_accounts: readonly string[] | null;
}

/** A person as these lists see them. */
export interface ClientUser {
  readonly id: string;
  readonly groups: readonly string[];
}

/** Whether a client is for some people and not for everybody. */
export const isRestricted = ({ allowed_groups, allowed_accounts }: ClientAccess): boolean =>
  allowed_groups !== null || allowed_accounts !== null;

/**
 * Whether a person may use a client: everybody may where neither list says anything, else who is in one of the groups or
 * is one of the accounts. The view `usable_family` asks the same of each token.
 */
export const mayUse = (client: ClientAccess, { id, groups }: ClientUser): boolean =>
  !isRestricted(client) ||
  (client.allowed_groups?.some((name) => groups.includes(name)) ?? false) ||
  (client.allowed_accounts?.includes(id) ?? false);
