/** Whole seconds since the epoch. Expiry is exclusive everywhere: usable while `expires_at > now`. */
export type Instant = number & { readonly __instant?: never };

/** A duration in whole seconds. */
export type Seconds = number & { readonly __seconds?: never };

/** Reads the time; the one real clock is made in `src/cli/serve.ts`. */
export type Clock = () => Instant;

/** Lets so many milliseconds go by; the one that really waits is made in `src/cli/serve.ts`. */
export type Pause = (milliseconds: number) => Promise<void>;

/** The last second of the year 9999: when what does not expire by itself expires. */
export const never: Instant = 253_402_300_799;

/** Seconds by which another clock may differ from ours (FAPI 2.0 Security Profile section 5.3.2.1: at least 10, less than 60). */
export const acceptedSkew: Seconds = 10;

/**
 * Whether what a JWT states of its time holds: it has not expired, and it is valid already. What it leaves out holds.
 *
 * @see RFC 7519 section 4.1.4 and 4.1.5
 */
export const isTimely = (
  { exp, nbf }: { readonly exp?: unknown; readonly nbf?: unknown },
  now: Instant,
): boolean =>
  (exp === undefined || (typeof exp === "number" && exp > now - acceptedSkew)) &&
  (nbf === undefined || (typeof nbf === "number" && nbf <= now + acceptedSkew));

/** One day, the width of the time bucket that every handle carries. */
export const day: Seconds = 86_400;

/** The bucket (days since the epoch) of a moment; hot tables can be partitioned by it. */
export const bucketOf = (expiresAt: Instant): number => Math.floor(expiresAt / day);
