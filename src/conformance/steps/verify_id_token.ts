import { createHash } from "node:crypto";
import { idTokenChecks, idTokenSignatureChecks } from "../checks/id_token.ts";
import { atHash, cHash } from "../checks/id_token_hashes.ts";
import type { Session } from "../session.ts";
import { type Decoded, decodeJwt, signatureFault } from "./verify_jwt.ts";

/** The left half of a digest, as hashes in ID tokens have it (OpenID Connect Core section 3.1.3.6). */
function leftHalf(text: string, alg: string): string {
  const name = alg.startsWith("Ed") ? "sha512" : `sha${alg.slice(-3)}`;
  const digest = createHash(name).update(text).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

/** What an ID token came with. */
export interface Accompanied {
  readonly nonce: string | undefined;
  readonly access_token: string | undefined;
  readonly code: string | undefined;
  /** It came through the browser, so that what came with it has to be hashed in it. */
  readonly front: boolean;
  /** Standard claims that were asked for in it. */
  readonly asked: readonly string[];
}

/** Judges an ID token by everything that holds for each. */
export async function verifyIdToken(
  { stage, server, client }: Session,
  raw: string,
  { nonce, access_token, code, front, asked }: Accompanied,
): Promise<Decoded> {
  stage.addSecret(raw);
  const decoded = decodeJwt(raw);
  const evidence = {
    header: decoded?.header,
    claims: decoded?.claims ?? {},
    signatureFault: decoded && await signatureFault(stage, server, decoded),
    issuer: server.issuer,
    client_id: client.client_id,
    alg: client.id_token_signed_response_alg,
    nonce,
    now: stage.now(),
    asked,
  };
  stage.require(idTokenSignatureChecks, evidence);
  stage.verifyAll(idTokenChecks, evidence);
  const { header, claims } = decoded!, alg = String(header.alg);
  const hash = (of: string | undefined) => of === undefined ? undefined : leftHalf(of, alg);
  stage.verify(atHash, {
    found: claims.at_hash,
    right: hash(access_token),
    due: front && access_token !== undefined,
  });
  stage.verify(cHash, { found: claims.c_hash, right: hash(code), due: front && code !== undefined });
  return decoded!;
}
