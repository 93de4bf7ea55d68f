import type { Instant } from "../domain/time.ts";

/** A point in time as the API writes it, in UTC and whole seconds (RFC 3339 section 5.6). */
export const instantText = (at: Instant): string => new Date(at * 1000).toISOString().replace(".000Z", "Z");
