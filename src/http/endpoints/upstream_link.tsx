import { isRecent } from "../../accounts/linked_upstreams.ts";
import { mayAddWayIn } from "../../accounts/may_add_way.ts";
import { redirectSource } from "../../domain/redirect_uri.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import { wayTo } from "../../rp/documents/upstream_way.ts";
import { findActiveUpstream, type UpstreamRow } from "../../store/upstreams.ts";
import { logRefusal } from "../answer_error.ts";
import { brokerOf } from "../broker.ts";
import type { HttpContext } from "../env.ts";
import { field, readQuery } from "../form.ts";
import { goTo } from "../go_to.ts";
import { ownAddress } from "../own_address.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { answerPage, answerProblem, answerUnreadable, pageSetting } from "../page.tsx";
import { ContinueUpstreamPage } from "../pages/continue_upstream.tsx";
import { findHere, type Here, holderOf } from "./account.tsx";
import { answerSignInAgain } from "./account_upstreams.tsx";
import { answerUnreachable, sendToUpstream } from "./send_to_upstream.ts";

/** An account that somebody is signed in to, and the upstream that it is to be linked with. */
interface Asked {
  readonly here: Here;
  readonly upstream: UpstreamRow;
}

/** What the token of the form is bound to: this browser's present secret, the session and the upstream. */
const holderOfLink = ({ here, upstream }: Asked) => `${holderOf(here)}/link/${upstream.slug}`;

/** Judges what is asked for, or answers instead. */
async function judge(c: HttpContext, parameters: Parameters): Promise<Asked | Response> {
  const { store, clock } = c.var.provider, { here } = await findHere(c, field(parameters, "session"));
  if (!here) return goTo(c, "/account");
  const upstream = await findActiveUpstream(store, field(parameters, "idp"));
  if (!upstream) {
    logRefusal(c, { code: "invalid_request", why: "upstream.unknown", description: "Nothing is linked" });
    return answerProblem(c, (refusals) => refusals.invalidRequest, 400);
  }
  const again = (why: string, page: "notRecent" | "weakWay") => {
    logRefusal(c, { code: "access_denied", why: `upstream.link.${why}`, description: "Nothing is linked" });
    return answerSignInAgain(c, page);
  };
  const now = clock();
  if (!isRecent(here.session, now)) return again("not_recent", "notRecent");
  // It is judged once more when they come back; nobody is sent away for nothing.
  const may = await mayAddWayIn(store, here.session, now);
  return may ? { here, upstream } : again("weak_way", "weakWay");
}

/** Asks whether an account elsewhere is to be linked with the one that somebody is signed in to. It changes nothing. */
export async function getUpstreamLink(c: HttpContext): Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return answerUnreadable(c, query.error);
  const asked = await judge(c, query.value);
  if (asked instanceof Response) return asked;
  const { here, upstream } = asked, way = await wayTo(brokerOf(c), upstream);
  if (!way) return answerUnreachable(c, upstream, { session_id: here.session.id });
  const page = (
    <ContinueUpstreamPage
      setting={pageSetting(c)}
      purpose="connect"
      action={ownAddress(c, relyingPartyPaths.link)}
      fields={{ idp: upstream.slug, session: here.session.id, csrf: csrfToken(c, holderOfLink(asked)) }}
      name={upstream.display_name}
    />
  );
  return answerPage(c, page, { formTargets: [redirectSource(way.authorization_endpoint)] });
}

/** Sends a person to an upstream to prove who they are there, for the account that they are signed in to here. */
export async function postUpstreamLink(c: HttpContext): Promise<Response> {
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const asked = await judge(c, form);
  if (asked instanceof Response) return asked;
  if (!hasCsrfToken(c, form, holderOfLink(asked)).ok) return refuseForeign(c);
  const { here, upstream } = asked;
  const flow = { demands: {}, auth_time_required: undefined, session_id: here.session.id };
  return await sendToUpstream(c, upstream, flow);
}
