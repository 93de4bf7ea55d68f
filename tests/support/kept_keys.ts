/** Key pairs that outlive a test process: making an RSA key takes longer than most tests. */
import { generateKey, type KeyPair } from "../../src/crypto/signing_key.ts";
import type { KeyAlgorithm } from "../../src/domain/provider_key.ts";

const folder = new URL("../../.artifacts/", import.meta.url);

/** A key pair that is kept under its algorithm and a number; it is made where it is asked for first. */
export async function keptKey(alg: KeyAlgorithm, which: number): Promise<KeyPair> {
  const file = new URL(`test-key-${alg}-${which}.json`, folder);
  const kept = await Deno.readTextFile(file).catch(() => undefined);
  if (kept !== undefined) {
    const { privateKey, ...pair } = JSON.parse(kept);
    return { ...pair, privateKey: new TextEncoder().encode(privateKey) };
  }
  const made = await generateKey(alg);
  await Deno.mkdir(folder, { recursive: true });
  // Under a name of its own first: another process must not read half a file.
  const draft = await Deno.makeTempFile({ dir: folder.pathname });
  await Deno.writeTextFile(
    draft,
    JSON.stringify({ ...made, privateKey: new TextDecoder().decode(made.privateKey) }),
  );
  await Deno.rename(draft, file);
  return made;
}
