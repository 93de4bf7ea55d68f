import { endUpstreamSessions } from "../../accounts/end_upstream_sessions.ts";
import { errorBody, type OAuthError } from "../../protocol/oauth_error.ts";
import { readLogoutToken } from "../../rp/logout/read_logout_token.ts";
import type { Rate } from "../../store/throttle.ts";
import { findUpstream } from "../../store/upstreams.ts";
import { answerFormFault, logRefusal, setNoStore } from "../answer_error.ts";
import { brokerOf } from "../broker.ts";
import { addressWaits } from "../address_waits.ts";
import type { HttpContext } from "../env.ts";
import { readForm } from "../form.ts";

/** How often one address may call. An upstream that signs out many people at once comes with many. */
const perAddress: Rate = { burst: 600, interval: 0.1 };

/** Refuses a logout request, always with the one status that an upstream expects (OpenID Connect Back-Channel Logout section 2.8). */
function refuse(c: HttpContext, error: OAuthError, status: 400 | 429 = 400): Response {
  logRefusal(c, error);
  setNoStore(c);
  if (error.retryAfter !== undefined) c.header("Retry-After", String(error.retryAfter));
  return c.json(errorBody(error), status);
}

const invalid = (why: string, description: string): OAuthError => ({
  code: "invalid_request",
  why,
  description,
});

/**
 * Takes the word of an upstream that somebody signed out there: the sessions that came from it end. One that nobody
 * here fits is a success too, because what it asks for is so.
 *
 * @see OpenID Connect Back-Channel Logout section 2.5 to 2.8
 */
export async function postUpstreamBackchannelLogout(c: HttpContext): Promise<Response> {
  const retryAfter = await addressWaits(c, "backchannel_logout", perAddress);
  if (retryAfter > 0) {
    const description = `Too many calls: try again after ${retryAfter} seconds`;
    return refuse(c, { code: "too_many_requests", why: "throttled", description, retryAfter }, 429);
  }
  const form = await readForm(c);
  if (!form.ok) return answerFormFault(c, form.error);
  const [token, ...more] = form.value.get("logout_token") ?? [];
  if (token === undefined || more.length > 0) {
    return refuse(c, invalid("logout_token.once", "logout_token has to be sent once"));
  }
  // One that is disabled still ends what it began.
  const upstream = await findUpstream(c.var.provider.store, c.req.param("idp") ?? "");
  if (!upstream) return refuse(c, invalid("upstream.unknown", "Nobody comes from there"));
  const read = await readLogoutToken(brokerOf(c), upstream, token);
  if (!read.ok) {
    const { kind, why } = read.error;
    return refuse(
      c,
      kind === "unreachable"
        ? { code: "temporarily_unavailable", why, description: "The keys of the upstream cannot be had now" }
        : invalid(why, "The logout token is not one of the upstream's for us"),
    );
  }
  const ended = await endUpstreamSessions(c.var.provider, read.value);
  if (!ended.ok) {
    return refuse(c, invalid(`logout_token.${ended.error}`, "The logout token was taken before"));
  }
  setNoStore(c);
  return c.body(null, 200);
}
