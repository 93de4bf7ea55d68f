import { Buffer } from "node:buffer";
import { equalInConstantTime } from "./digest.ts";
import type { Random } from "./random.ts";

/** Argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet; RFC 9106). */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const version = 0x13;

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** Hashes passwords, a bounded number at a time. */
export interface PasswordHasher {
  /** The PHC string of a new password, or `busy`. */
  readonly hash: (password: string) => Promise<string | "busy">;
  /** Whether the password made this PHC string, or `busy`. Without a stored hash it does the same work and answers false. */
  readonly verify: (password: string, stored: string | undefined) => Promise<boolean | "busy">;
}

/** The longest password that is hashed, in bytes of UTF-8; a longer one is refused before any work. */
export const longestPassword = 256;

async function derive(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  { memory, passes, parallelism }: Cost,
) {
  // Newer than TypeScript's own description of WebCrypto.
  const subtle = crypto.subtle as unknown as {
    importKey(
      format: string,
      key: Uint8Array,
      algorithm: string,
      extractable: boolean,
      uses: string[],
    ): Promise<CryptoKey>;
    deriveBits(algorithm: object, key: CryptoKey, length: number): Promise<ArrayBuffer>;
  };
  const key = await subtle.importKey("raw-secret", new TextEncoder().encode(password), "Argon2id", false, [
    "deriveBits",
  ]);
  return new Uint8Array(
    await subtle.deriveBits(
      { name: "Argon2id", nonce: salt, memory, passes, parallelism, version },
      key,
      256,
    ),
  );
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replace(/=+$/, "");

const phc = (salt: Uint8Array, hash: Uint8Array) =>
  `$argon2id$v=${version}$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${
    base64(hash)
  }`;

const phcShape = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Makes a hasher with at most `slots` hashes at once and `queue` waiting for at most `waitMs` milliseconds; more are
 * told `busy`, because each takes 19 MiB and tens of milliseconds of a core, or many more where the machine is at its
 * limits.
 */
export function passwordHasher(
  random: Random,
  { slots, queue, waitMs = 3000 }: { slots: number; queue: number; waitMs?: number },
): PasswordHasher {
  let running = 0;
  const waiting = new Set<(given: boolean) => void>();
  const turn = () =>
    new Promise<boolean>((resolve) => {
      const take = (given: boolean) => {
        clearTimeout(timer);
        waiting.delete(take);
        resolve(given);
      };
      const timer = setTimeout(() => take(false), waitMs);
      waiting.add(take);
    });
  async function inSlot<T>(work: () => Promise<T>): Promise<T | "busy"> {
    if (running >= slots) {
      if (waiting.size >= queue || !await turn()) return "busy";
    } else running++;
    try {
      return await work();
    } finally {
      // The slot passes straight to the next in line, or is given back.
      const [next] = waiting;
      if (next) next(true);
      else running--;
    }
  }
  // Verified when there is no stored hash, so that a missing account costs what a wrong password costs.
  const nobody = phc(new Uint8Array(16), new Uint8Array(32));
  return {
    hash: (password) =>
      inSlot(async () => {
        const salt = random(16);
        return phc(salt, await derive(password, salt, cost));
      }),
    verify: (password, stored) =>
      inSlot(async () => {
        const [, m, t, p, salt, hash] = phcShape.exec(stored ?? nobody) ?? [];
        if (!salt || !hash) throw new Error("A stored password hash is not an Argon2id PHC string");
        const found = await derive(password, new Uint8Array(Buffer.from(salt, "base64")), {
          memory: Number(m),
          passes: Number(t),
          parallelism: Number(p),
        });
        return equalInConstantTime(base64(found), hash) && stored !== undefined;
      }),
  };
}
