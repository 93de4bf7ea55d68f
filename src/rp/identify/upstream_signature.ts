import { isSignedBy } from "../../crypto/client_key.ts";
import { clientSigningAlgorithms } from "../../domain/client_metadata.ts";
import type { ReadJws } from "../../protocol/compact_jws.ts";
import { quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { verificationKeys } from "../documents/upstream_documents.ts";
import { openUpstreamSecret } from "../credentials/upstream_secret.ts";
import type { WayOf } from "../documents/upstream_way.ts";

const bySecret = ({ quirks }: WayOf<"oidc">) => quirkOf(quirks, "id_token_by_secret") !== undefined;

/** By which algorithms an upstream may sign what it says of people. */
export const algorithmsOf = (way: WayOf<"oidc">): readonly string[] =>
  bySecret(way) ? ["HS256"] : clientSigningAlgorithms;

/** What came straight from an upstream, and what was read of it. */
export interface SignedByUpstream {
  readonly jws: string;
  readonly read: ReadJws;
  readonly way: WayOf<"oidc">;
}

/**
 * Whether an upstream signed what came straight from it, by an algorithm that was judged.
 *
 * @returns undefined where its keys cannot be had.
 */
export async function isUpstreamsOwn(
  broker: Broker,
  { id, client_secret }: UpstreamRow,
  { jws, read, way }: SignedByUpstream,
): Promise<boolean | undefined> {
  const keys = !bySecret(way)
    ? await verificationKeys(broker, way, read, { namedByPublisher: true })
    // Without a secret nobody can have signed anything with it.
    : client_secret === null
    ? []
    : [new TextEncoder().encode(openUpstreamSecret(broker, { id, client_secret }))];
  return keys && await isSignedBy(jws, keys, String(read.header.alg));
}
