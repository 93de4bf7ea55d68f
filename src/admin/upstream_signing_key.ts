import { makeRsaSha1Key } from "../crypto/oauth1_signing.ts";
import type { SignatureMethod } from "../domain/upstream.ts";
import { sealSigningKey } from "../rp/credentials/upstream_secret.ts";
import type { UpstreamRow } from "../store/upstreams.ts";
import type { AdminPorts } from "./admin_ports.ts";

type SigningKey = Pick<UpstreamRow, "signing_key" | "public_key">;

/**
 * The key that requests to an upstream are signed with: one that it has stays, so that what was registered there goes on
 * to do. It is made here, so that a private key never travels. Not to be called inside a unit.
 *
 * @param kept What it has; undefined where it is new.
 * @returns none where the method knows no keys.
 */
export async function signingKeyFor(
  ports: AdminPorts,
  { id, method, kept }: {
    readonly id: string;
    readonly method: SignatureMethod | null;
    readonly kept: SigningKey | undefined;
  },
): Promise<SigningKey> {
  if (method !== "RSA-SHA1") return { signing_key: null, public_key: null };
  if (kept?.signing_key) return { signing_key: kept.signing_key, public_key: kept.public_key };
  const { privateKey, publicKey } = await makeRsaSha1Key();
  return { signing_key: sealSigningKey(ports, id, privateKey), public_key: publicKey };
}
