import { Buffer } from "node:buffer";
import { statfs } from "node:fs/promises";
import { base62, type Random } from "../crypto/random.ts";
import type { DerivedKeys } from "../crypto/derived_key.ts";

/**
 * Reads the server's secret from the data directory, or makes it there: one file, for its owner alone.
 *
 * @returns at least 32 bytes. Throws where the file can be read by others, or holds something else.
 */
export async function loadSecret(dataDir: string, random: Random): Promise<Uint8Array> {
  const path = `${dataDir}/secret`;
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await Deno.writeTextFile(path, `${Buffer.from(random(32)).toString("base64url")}\n`, {
      createNew: true,
      mode: 0o600,
    });
  } catch (fault) {
    if (!(fault instanceof Deno.errors.AlreadyExists)) throw fault;
  }
  const { mode } = await Deno.stat(path);
  if (mode !== null && mode & 0o077) throw new Error(`${path} can be read by others; run: chmod 600 ${path}`);
  const secret = new Uint8Array(Buffer.from((await Deno.readTextFile(path)).trim(), "base64url"));
  if (secret.length < 32) throw new Error(`${path} does not hold 32 bytes as base64url`);
  return secret;
}

/** The bearer of the admin API where none is set: every server with the same secret has the same one. */
export const derivedAdminToken = (derive: DerivedKeys): string => `lk_am_${base62(derive("admin_token"))}`;

/** Keeps the bearer where the command line finds it. */
export async function saveAdminToken(dataDir: string, token: string): Promise<void> {
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(`${dataDir}/admin_token`, `${token}\n`, { mode: 0o600 });
}

/** Free bytes on the disk that the data directory is on. */
export async function freeBytes(dataDir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize;
}
