import { base62, type Random } from "../../crypto/random.ts";
import type { Clock, Instant } from "../../domain/time.ts";
import type { Exchange } from "./exchange.ts";

/** What one browser has done in the playground so far. */
export interface Visit {
  readonly id: string;
  readonly until: Instant;
  readonly exchanges: Exchange[];
  /** What the client keeps while the person is away, and the tokens that it got. */
  pending?: {
    readonly verifier: string;
    readonly state: string;
    readonly nonce: string;
    readonly url: string;
  };
  /** The logout request, once it is written. */
  logout?: string;
  code?: string;
  tokens?: { readonly access_token: string; readonly refresh_token?: string; readonly id_token?: string };
}

/** Seconds for which a visit is kept, and how many there may be: this is one developer's machine. */
const kept = 3600, most = 100;

/** The visits of a process. They are in memory because they hold tokens, and matter to nobody afterwards. */
export function visits(random: Random, clock: Clock) {
  const all = new Map<string, Visit>();
  return {
    find: (id: string | undefined): Visit | undefined => {
      const visit = id === undefined ? undefined : all.get(id);
      return visit && visit.until > clock() ? visit : undefined;
    },
    start: (): Visit => {
      const visit: Visit = { id: base62(random(32)), until: clock() + kept, exchanges: [] };
      all.set(visit.id, visit);
      const [oldest] = all.keys();
      if (all.size > most && oldest !== undefined) all.delete(oldest);
      return visit;
    },
  };
}
