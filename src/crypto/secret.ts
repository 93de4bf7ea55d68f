import { bucketOf, type Instant } from "../domain/time.ts";
import { sha256 } from "./digest.ts";
import { base62, type Random } from "./random.ts";

/**
 * Every kind of secret that the server hands out: its mark in the text, its entropy in bytes, and how it is stored.
 * They are stored as SHA-256 digests, which full entropy makes safe, and, where a client signs with one, sealed as well;
 * none is ever written down as it is.
 */
export const secretKinds = {
  authorization_code: { mark: "ac", entropy: 32, stored: "digest" },
  refresh_token: { mark: "rt", entropy: 32, stored: "digest" },
  access_token: { mark: "at", entropy: 32, stored: "digest" },
  client_secret: { mark: "cs", entropy: 32, stored: "digest" },
  // Its text is a key: HS512 wants one of 64 octets or more (RFC 7518 section 3.2).
  sealed_client_secret: { mark: "ck", entropy: 40, stored: "sealed" },
  interaction: { mark: "in", entropy: 32, stored: "digest" },
  interaction_cookie: { mark: "ic", entropy: 32, stored: "digest" },
  pre_session: { mark: "ps", entropy: 32, stored: "none" },
  browser: { mark: "br", entropy: 32, stored: "digest" },
  one_time_link: { mark: "ol", entropy: 32, stored: "digest" },
  parked_request: { mark: "pr", entropy: 32, stored: "digest" },
  upstream_state: { mark: "us", entropy: 32, stored: "digest" },
  upstream_cookie: { mark: "uc", entropy: 32, stored: "digest" },
  initial_access_token: { mark: "ia", entropy: 32, stored: "digest" },
  registration_access_token: { mark: "ra", entropy: 32, stored: "none" },
  admin_token: { mark: "am", entropy: 32, stored: "none" },
} as const;

export type SecretKind = keyof typeof secretKinds;

/** How a row is found by a secret: the time bucket in the secret's text, and the digest of the whole text. */
export interface Handle {
  readonly bucket: number;
  readonly digest: string;
}

/** A secret on its way out. It prints its kind only; `reveal` is the one way to its text. */
export interface Secret<K extends SecretKind = SecretKind> {
  readonly kind: K;
  readonly handle: Handle;
  readonly reveal: () => string;
}

const bucketWidth = 4, checksumWidth = 6;

const checksum = (text: string) => sha256(text).replaceAll(/[-_]/g, "0").slice(0, checksumWidth);

function wrap<K extends SecretKind>(kind: K, text: string, bucket: number): Secret<K> {
  const shown = `[secret ${kind}]`;
  return Object.freeze({
    kind,
    handle: { bucket, digest: sha256(text) },
    reveal: () => text,
    toString: () => shown,
    toJSON: () => shown,
    [Symbol.for("Deno.customInspect")]: () => shown,
    [Symbol.for("nodejs.util.inspect.custom")]: () => shown,
  });
}

/**
 * Makes a new secret: `lk_`, the kind's mark, `_`, the time bucket in four hex digits, the random part, a checksum
 * that lets scanners and typists tell a real one.
 *
 * @param expiresAt Its bucket is the day on which it expires, so that rows can be partitioned by expiry.
 */
export function mintSecret<K extends SecretKind>(kind: K, expiresAt: Instant, random: Random): Secret<K> {
  const { mark, entropy } = secretKinds[kind];
  const bucket = bucketOf(expiresAt);
  const body = `lk_${mark}_${bucket.toString(16).padStart(bucketWidth, "0")}${base62(random(entropy))}`;
  return wrap(kind, body + checksum(body), bucket);
}

/**
 * Reads a presented secret.
 *
 * @returns the handle to look it up by, or undefined where the text is not a secret of this kind: no database is asked.
 */
export function parseSecret(kind: SecretKind, text: string): Handle | undefined {
  const start = `lk_${secretKinds[kind].mark}_`;
  const body = text.slice(0, -checksumWidth);
  const bucket = text.slice(start.length, start.length + bucketWidth);
  if (
    text.length > 100 || !text.startsWith(start) ||
    !/^[0-9a-f]{4}[0-9A-Za-z]+$/.test(text.slice(start.length))
  ) {
    return undefined;
  }
  if (checksum(body) !== text.slice(-checksumWidth)) return undefined;
  return { bucket: Number.parseInt(bucket, 16), digest: sha256(text) };
}

/**
 * A text in which every secret of ours, and every JWT, is cut down to what it is. For logs and the like: people paste a
 * secret where a name belongs.
 */
export const withoutSecrets = (text: string): string =>
  text.replaceAll(/lk_([a-z]{2})_[0-9A-Za-z]+/g, "[secret $1]")
    // Each dotted run is looked at once, from its start: anybody can send a text in which a JWT might start anywhere.
    .replaceAll(/(?<![\w-])[\w-]+(?:\.[\w-]+)+/g, (run) => {
      const at = run.indexOf("eyJ");
      return at < 0 || !run.includes(".", at) ? run : `${run.slice(0, at)}[JWT]`;
    });

/** The identifier of a row in a table that is partitioned by expiry: the bucket in four hex digits, then 128 random bits. */
export const mintBucketedId = (expiresAt: Instant, random: Random): string =>
  bucketOf(expiresAt).toString(16).padStart(bucketWidth, "0") + base62(random(16));

/** The bucket that a {@link mintBucketedId} carries; NaN-free: an id that carries none has bucket -1. */
export function bucketOfId(id: string): number {
  const bucket = id.slice(0, bucketWidth);
  return /^[0-9a-f]{4}$/.test(bucket) ? Number.parseInt(bucket, 16) : -1;
}
