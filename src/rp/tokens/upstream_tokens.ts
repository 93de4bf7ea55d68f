import { type ClientUpstreams, everyUpstream, offersUpstream } from "../../domain/client_upstreams.ts";
import { type Instant, never } from "../../domain/time.ts";
import { isFresh } from "../../domain/upstream_token.ts";
import type { KeptTokens } from "../../protocol/upstream/upstream_kept_tokens.ts";
import { identitiesOfAccount, type LinkedIdentity } from "../../store/upstream_identities.ts";
import { findActiveUpstream } from "../../store/upstreams.ts";
import {
  claimRefresh,
  dropUpstreamTokens,
  findUpstreamTokens,
  keepRefreshed,
  releaseRefresh,
  type UpstreamTokenRow,
} from "../../store/upstream_tokens.ts";
import type { Broker } from "../broker.ts";
import { refreshAt } from "./refresh_tokens.ts";
import { openTokens, sealTokens } from "./token_seal.ts";

/**
 * How an upstream's access token stands. `expired`: the person has to sign in with the upstream again. `unreachable`:
 * another one cannot be had just now. `refused`: the upstream gives us none as it is set.
 */
export type TokenStatus = "usable" | "expired" | "unreachable" | "refused";

/** An upstream's access token as it is given to whoever may have it. The refresh token never leaves. */
export interface OfferedToken {
  /** What addresses name the upstream by. */
  readonly upstream: string;
  /** Who the person is there. */
  readonly iss: string;
  readonly sub: string;
  readonly status: TokenStatus;
  /** Only where it is usable. */
  readonly access_token?: string;
  readonly scope?: string;
  /** Left out where the upstream does not say. */
  readonly expires_at?: Instant;
}

/** How often, and how many milliseconds apart, it is looked whether another one who refreshes is done. */
const looks = { most: 40, pauseMs: 100 } as const;

const offer = (
  { slug, iss, sub }: LinkedIdentity,
  status: TokenStatus,
  kept?: KeptTokens,
): OfferedToken => ({
  upstream: slug,
  iss,
  sub,
  status,
  ...(status === "usable" && kept
    ? {
      access_token: kept.access_token,
      ...(kept.scope === undefined ? {} : { scope: kept.scope }),
      ...(kept.expires_at === never ? {} : { expires_at: kept.expires_at }),
    }
    : {}),
});

/** Waits for whoever refreshes these tokens. @returns what there is then; the same where they are not done. */
async function awaitOther(broker: Broker, read: UpstreamTokenRow): Promise<UpstreamTokenRow | undefined> {
  for (let look = 0; look < looks.most; look++) {
    await broker.pause(looks.pauseMs);
    const row = await findUpstreamTokens(broker.store, read);
    if (row?.version !== read.version || row.refresh_until === 0) return row;
  }
  return read;
}

/** Refreshes what was read, or lets another one do it. */
async function refresh(
  broker: Broker,
  identity: LinkedIdentity,
  { read, kept }: { readonly read: UpstreamTokenRow; readonly kept: KeptTokens },
): Promise<OfferedToken | undefined> {
  const { store, clock } = broker;
  if (!(await claimRefresh(store, read, clock()))) {
    const row = await awaitOther(broker, read), opened = row && openTokens(broker, row);
    if (!row) return offer(identity, "expired");
    if (!opened) return undefined;
    return offer(identity, isFresh(row.expires_at, clock()) ? "usable" : "unreachable", opened);
  }
  const upstream = await findActiveUpstream(store, identity.slug);
  const refreshed = upstream && await refreshAt(broker, upstream, { subject: identity, kept });
  if (refreshed?.ok) {
    await keepRefreshed(store, read, sealTokens(broker, identity, refreshed.value));
    return offer(identity, "usable", refreshed.value);
  }
  if (refreshed?.error === "over") {
    await dropUpstreamTokens(store, read);
    return offer(identity, "expired");
  }
  await releaseRefresh(store, read);
  return offer(identity, refreshed?.error ?? "refused");
}

async function offered(broker: Broker, identity: LinkedIdentity): Promise<OfferedToken | undefined> {
  const { store, clock } = broker, read = await findUpstreamTokens(store, identity);
  const kept = read && openTokens(broker, read);
  if (!read || !kept) return undefined;
  if (isFresh(read.expires_at, clock())) return offer(identity, "usable", kept);
  if (kept.refresh_token !== undefined) return await refresh(broker, identity, { read, kept });
  return offer(identity, read.expires_at > clock() ? "usable" : "expired", kept);
}

/**
 * The access tokens that upstreams gave us for a person, exchanged for others first where they expire. Not to be called
 * inside a unit.
 *
 * @param account_id Whose; whoever asks was judged.
 * @param client The client that asks, where one does: of upstreams that it does not offer it is given nothing.
 */
export async function upstreamTokensOf(
  broker: Broker,
  account_id: string,
  client: ClientUpstreams = everyUpstream,
): Promise<readonly OfferedToken[]> {
  const identities = await identitiesOfAccount(broker.store, account_id);
  const active = identities.filter(({ slug, upstream_state }) =>
    upstream_state === "active" && offersUpstream(client, slug)
  );
  const all = await Promise.all(active.map((identity) => offered(broker, identity)));
  return all.filter((each) => each !== undefined);
}
