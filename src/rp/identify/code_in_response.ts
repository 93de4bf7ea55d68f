import { ok, type Result } from "../../domain/result.ts";
import { quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { Way } from "../documents/upstream_way.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";

/** Errors that an upstream answers when it cannot do its work just now (RFC 6749 section 4.1.2.1). */
const passing = ["server_error", "temporarily_unavailable"];

/** Errors that stand for a person who did not go through with it (OpenID Connect Core section 3.1.2.6). */
const declined = ["access_denied", "login_required", "consent_required", "interaction_required"];

/** What stands in the response before anything is asked of the upstream. @returns the code. */
export function codeInResponse(
  { response: { error, code, iss } }: TakenReturn,
  way: Way,
): Result<string, UpstreamRefusal> {
  if (way.kind === "oidc" && way.metadata.sends_iss && iss === undefined) {
    return refuse("unusable", "response.iss");
  }
  if (error !== undefined) {
    // The word is the upstream's own, so only one that is known goes into the log.
    if (declined.includes(error) || quirkOf(way.quirks, "declined_by")?.errors.includes(error)) {
      return refuse("denied", `response.${error}`);
    }
    return passing.includes(error)
      ? refuse("unreachable", `response.${error}`)
      : refuse("unusable", "response.error");
  }
  return code === undefined ? refuse("unusable", "response.code") : ok(code);
}
