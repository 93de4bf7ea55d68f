import type { Result } from "../domain/result.ts";
import type { Exchanged } from "../outbound/exchange.ts";
import type { RequestRefused } from "../outbound/guarded_request.ts";

/**
 * The answer of an upstream that can do its work just now.
 *
 * @returns undefined where there is no answer, or it says that it cannot (RFC 9110 section 15.6).
 */
export const upstreamAnswer = (answered: Result<Exchanged, RequestRefused>): Exchanged | undefined =>
  answered.ok && answered.value.status < 500 ? answered.value : undefined;
