import { type ClientUser, mayUse } from "../../domain/client_access.ts";
import type { Client } from "../../domain/client_metadata.ts";
import type { Check } from "../check.ts";

/** A client, and a person who has signed in for it. */
export interface AccountFacts {
  readonly client: Client;
  readonly user: ClientUser;
}

/** So many names are told; lists may be long. */
const told = 10;

const some = (names: readonly string[]) =>
  names.slice(0, told).join(", ") + (names.length > told ? `, and ${names.length - told} more` : "");

const allowedGroups = ({ client }: AccountFacts) =>
  client.allowed_groups?.length ? [`Somebody in: ${some(client.allowed_groups)}`] : [];

const allowedAccounts = ({ client }: AccountFacts) =>
  client.allowed_accounts?.length ? [`One of the client's ${client.allowed_accounts.length} accounts`] : [];

/** What decides whether a person who has signed in gets any further with a client. */
export const accountChecks: readonly Check<AccountFacts>[] = [
  {
    id: "account.allowed",
    section: "OpenID Connect Core section 3.1.2.6",
    error: "access_denied",
    description: "This person may not use the client",
    expected: (facts) => [...allowedGroups(facts), ...allowedAccounts(facts)].join("; ") || "Nobody",
    received: ({ user }) => user.groups.length === 0 ? "Somebody in no group" : `In: ${some(user.groups)}`,
    holds: ({ client, user }) => mayUse(client, user),
    mend: (facts) => {
      const { client, user } = facts, allowed_accounts = [...client.allowed_accounts ?? [], user.id];
      return {
        facts: { ...facts, client: { ...client, allowed_accounts } },
        change: {
          where: "client",
          name: "allowed_accounts",
          value: allowed_accounts.join(" "),
          says: `Add ${user.id} to the client's allowed_accounts, or give them a group of its allowed_groups`,
        },
      };
    },
  },
];
