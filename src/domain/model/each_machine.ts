import { type Machine, sources } from "../machine.ts";
import type { Model } from "./exploration.ts";
import type { Parts } from "./parts.ts";
import { after, before, type Facts, fire, newRow, now, type Row } from "./row.ts";

/** One row of one machine, and how often what may happen to it once has happened. */
interface SingleWorld {
  readonly machine: string;
  readonly row: Row;
  readonly uses: number;
}

/** The states that nothing may lead out of, whatever the tables say. */
const last: Readonly<Record<string, readonly string[]>> = {
  interaction: ["granted", "denied", "abandoned"],
  parked_request: ["taken"],
  authorization_code: ["revoked"],
  consent: ["withdrawn"],
  grant: ["revoked"],
  token_family: ["revoked"],
  refresh_token: ["revoked"],
  access_token: ["revoked"],
  browser: ["ended"],
  session: ["ended"],
  logout_delivery: ["delivered", "failed"],
  tenant: [],
  signing_key: ["revoked"],
  client: ["deleted"],
  client_secret: ["revoked"],
  initial_access_token: ["revoked"],
  account: ["erased"],
  one_time_link: ["used", "withdrawn"],
  upstream: ["deleted"],
  upstream_flow: ["completed", "failed"],
  link_proof: ["used", "refused"],
  upstream_identity: ["undone"],
};

/** The event of a machine that may be applied to a row once. */
const once: Readonly<Record<string, string>> = {
  interaction: "grant",
  parked_request: "take",
  authorization_code: "redeem",
  refresh_token: "rotate",
  logout_delivery: "deliver",
  signing_key: "activate",
  one_time_link: "use",
  upstream_flow: "return",
  link_proof: "use",
};

/** A row and facts that pass every guard of the machine. */
function passing(m: Machine): { readonly row: Row; readonly facts: Facts } {
  const columns: Record<string, string | number> = {}, facts: Record<string, string | number> = {};
  for (const [column, comparison, input] of Object.values(m.guards).flat()) {
    facts[input] = comparison === "=" ? column : now;
    columns[column] = comparison === "=" ? column : comparison.startsWith(">") ? after : before;
  }
  return { row: newRow(m, columns), facts };
}

/** Every machine by itself: one row, to which everything happens whose guards hold. */
export function eachMachine({ each }: Parts): Model<SingleWorld> {
  const machines = new Map(each.map((m) => [m.name, { m, ...passing(m) }]));
  return {
    name: "each machine alone",
    bounds: `1 row of each of ${each.length} machines, every guard passed`,
    initial: [...machines].map(([machine, { row }]) => ({ machine, row, uses: 0 })),
    moves: ({ machine, row, uses }) => {
      const { m, facts } = machines.get(machine)!;
      return Object.keys(m.guards).map((event) => {
        const fired = fire(m, event, row, facts), { refusal } = fired;
        const used = refusal === undefined && once[machine] === event ? Math.min(2, uses + 1) : uses;
        const after = { machine, row: fired.row, uses: used };
        return { by: "server", event: `${event} ${machine}`, outcome: refusal ?? "done", after };
      });
    },
    invariants: [
      {
        name: "what has ended stays ended",
        source: "RFC 7009 section 2.2, OpenID Connect Core section 10.1",
        whenever: ({ machine, row }, { after }) =>
          !last[machine]?.includes(row.state) || after.row.state === row.state,
      },
      {
        name: "what may happen once happens once",
        source: "RFC 6749 section 4.1.2, RFC 9700 section 4.14.2",
        always: ({ uses }) => uses <= 1,
      },
      {
        name: "an event leads to one state, wherever it comes from",
        source: "the guarded update, which alone writes states",
        always: ({ machine }) => {
          const { m } = machines.get(machine)!;
          return Object.keys(m.guards).every((event) =>
            new Set(sources(m, event).map((state) => m.cells[state]![event])).size <= 1
          );
        },
      },
    ],
  };
}
