import { redirectSource } from "../../domain/redirect_uri.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { offersUpstream } from "../../domain/client_upstreams.ts";
import { isLocalPath } from "../../domain/local_path.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import type { FlowAsked } from "../../rp/flow/start_flow.ts";
import { wayTo } from "../../rp/documents/upstream_way.ts";
import { isVouchedOrigin } from "../../store/clients.ts";
import { findActiveUpstream, type UpstreamRow } from "../../store/upstreams.ts";
import { logRefusal } from "../answer_error.ts";
import { brokerOf } from "../broker.ts";
import type { HttpContext } from "../env.ts";
import { field, readQuery } from "../form.ts";
import { ownAddress } from "../own_address.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { answerPage, answerProblem, answerUnreadable, pageSetting } from "../page.tsx";
import { ContinueUpstreamPage } from "../pages/continue_upstream.tsx";
import { bindBrowser, boundBrowser } from "../pre_session.ts";
import { postedInitiation, readInitiation } from "./initiate_login.ts";
import { openHere } from "./interaction.tsx";
import { flowFor } from "../flow_for.ts";
import { answerUnreachable, sendToUpstream } from "./send_to_upstream.ts";

/** What a token of the form that asks for one click is bound to: the pre-session that this browser holds. */
const holderOf = (digest: string) => `upstream/${digest}`;

/** A sign-in with an upstream, as it is asked for and judged. */
interface Asked {
  readonly upstream: UpstreamRow;
  readonly flow: FlowAsked;
}

/**
 * Whether a person may be sent there afterwards: a path of ours, or the site of an app for which somebody vouches, so
 * that nobody sends people anywhere by our name (RFC 9700 section 4.11).
 */
async function mayGo(c: HttpContext, redirect_uri: string): Promise<boolean> {
  if (isLocalPath(redirect_uri)) return true;
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(redirect_uri) || !URL.canParse(redirect_uri)) return false;
  return await isVouchedOrigin(c.var.provider.store, new URL(redirect_uri).origin);
}

/** What an interaction demands of whoever proves themselves for it. */
async function demandsOf(
  c: HttpContext,
  upstream: UpstreamRow,
  interaction: string,
): Promise<FlowAsked | Response> {
  const opened = await openHere(c, interaction);
  if (opened instanceof Response) return opened;
  if (!offersUpstream(opened.standing.client, upstream.slug)) return refuse(c, "not_offered");
  return flowFor(opened, upstream);
}

function refuse(c: HttpContext, why: string): Response {
  logRefusal(c, { code: "invalid_request", why: `upstream.${why}`, description: "Nobody was sent anywhere" });
  return answerProblem(c, (refusals) => refusals.invalidRequest, 400);
}

/** Judges what is asked for. @returns err: the answer instead. */
async function judge(c: HttpContext, parameters: Parameters): Promise<Result<Asked, Response>> {
  const upstream = await findActiveUpstream(c.var.provider.store, field(parameters, "idp"));
  if (!upstream) return err(refuse(c, "unknown"));
  const initiation = readInitiation(c, parameters, upstream.issuer);
  if (!initiation.ok) return err(refuse(c, initiation.error));
  const { login_hint, target } = initiation.value, interaction = field(parameters, "interaction");
  const redirect_uri = field(parameters, "redirect_uri") || target;
  if (interaction !== "") {
    const flow = await demandsOf(c, upstream, interaction);
    return flow instanceof Response ? err(flow) : ok({ upstream, flow });
  }
  if (redirect_uri !== "" && !(await mayGo(c, redirect_uri))) return err(refuse(c, "redirect_uri"));
  const afterwards = redirect_uri === "" ? {} : { redirect_uri };
  // Who comes for their account needs them to change its ways in (domain/vouched_way.ts).
  const demands = { acr_values: upstream.trusted_acr, ...(login_hint === undefined ? {} : { login_hint }) };
  return ok({ upstream, flow: { ...afterwards, demands, auth_time_required: undefined } });
}

/** Asks for one click, because another site may have sent the person here without their knowing. */
async function askFirst(c: HttpContext, { upstream, flow }: Asked): Promise<Response> {
  const way = await wayTo(brokerOf(c), upstream);
  if (!way) return answerUnreachable(c, upstream, flow);
  const { redirect_uri, demands: { login_hint } } = flow;
  const fields = {
    idp: upstream.slug,
    ...(login_hint === undefined ? {} : { iss: upstream.issuer, login_hint }),
    ...(redirect_uri === undefined ? {} : { redirect_uri }),
    csrf: csrfToken(c, holderOf(bindBrowser(c))),
  };
  const page = (
    <ContinueUpstreamPage
      setting={pageSetting(c)}
      purpose="confirm"
      action={ownAddress(c, relyingPartyPaths.authorize)}
      fields={fields}
      name={upstream.display_name}
    />
  );
  return answerPage(c, page, { formTargets: [redirectSource(way.authorization_endpoint)] });
}

/**
 * Starts a sign-in with an upstream, or asks first: at once it goes from a page of ours, from what a person typed
 * themselves, and for an authorization request that is open in this browser.
 */
export async function getUpstreamAuthorize(c: HttpContext): Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return answerUnreadable(c, query.error);
  const asked = await judge(c, query.value);
  if (!asked.ok) return asked.error;
  const meant = asked.value.flow.interaction !== undefined ||
    ["same-origin", "none"].includes(c.req.header("sec-fetch-site") ?? "");
  const { upstream, flow } = asked.value;
  return meant ? await sendToUpstream(c, upstream, flow) : await askFirst(c, asked.value);
}

/** Starts a sign-in with an upstream from the page that asks for one click, or where the upstream begins it by a post. */
export async function postUpstreamAuthorize(c: HttpContext): Promise<Response> {
  const initiated = await postedInitiation(c);
  if (initiated) return initiated;
  const form = await takeOwnForm(c);
  if (form instanceof Response) return form;
  const bound = boundBrowser(c);
  if (!bound || !hasCsrfToken(c, form, holderOf(bound)).ok) return refuseForeign(c);
  const asked = await judge(c, form);
  return asked.ok ? await sendToUpstream(c, asked.value.upstream, asked.value.flow) : asked.error;
}
