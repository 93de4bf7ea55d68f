import { lifetime } from "../../domain/tenant_policy.ts";
import { authorize, type AuthorizeAnswer } from "../../op/authorize.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import type { OAuthError } from "../../protocol/oauth_error.ts";
import { parameter, type Parameters } from "../../protocol/parameters.ts";
import { logRefusal } from "../answer_error.ts";
import { addressKey } from "../client_address.ts";
import { browserState } from "../browser_state.ts";
import { addEmbedded, readBrowser } from "../cookies/browser.ts";
import { readEmbedded } from "../cookies/embedded.ts";
import { writeInteraction } from "../cookies/interaction.ts";
import type { HttpContext } from "../env.ts";
import { readForm, readQuery } from "../form.ts";
import { goTo } from "../go_to.ts";
import { answerClient, answerProblem, answerUnreadable, answerWayBack } from "../page.tsx";
import { parkForm, unparked } from "../parked_form.ts";
import { askedIn, offeredUpstreams } from "../upstream_links.ts";

/** The page for each check that fails before the client is proven. */
function refuse(c: HttpContext, error: OAuthError): Response {
  logRefusal(c, error);
  return answerProblem(c, (refusals) => {
    if (["client_id.document", "client_id.known"].includes(error.why)) return refusals.unknownClient;
    return error.why === "redirect_uri.registered" ? refusals.unregisteredRedirect : refusals.invalidRequest;
  }, 400);
}

/**
 * The upstream that a request wants the person to go to, where they have to sign in and the application offers it. Only
 * at the start: whoever comes back without being signed in sees the page that has every way.
 */
async function hintedUpstream(
  c: HttpContext,
  { asks, standing }: Extract<AuthorizeAnswer, { readonly kind: "interact" }>,
): Promise<string | undefined> {
  const { idp_hint } = standing.request;
  if (idp_hint === undefined || asks !== "login") return undefined;
  const offered = await offeredUpstreams(c, askedIn(standing));
  return offered.find(({ slug }) => slug === idp_hint)?.slug;
}

async function decide(c: HttpContext, parameters: Parameters): Promise<Response> {
  const { provider } = c.var;
  c.set("clientId", parameter(parameters, "client_id"));
  addEmbedded(c);
  const answer = await authorize(provider, {
    parameters,
    browser: readBrowser(c),
    embedded: readEmbedded(c),
    browser_state: await browserState(c),
    addressKey: addressKey(c),
  });
  switch (answer.kind) {
    case "refuse":
      return refuse(c, answer.error);
    case "respond":
      if (answer.error) logRefusal(c, answer.error);
      return answer.shown ? answerWayBack(c, answer.response) : answerClient(c, answer.response);
    case "interact": {
      const { interaction, cookie } = answer;
      writeInteraction(c, interaction.handle, cookie, lifetime(provider.tenant.policy, "interaction"));
      const hinted = await hintedUpstream(c, answer), query = `interaction=${interaction.reveal()}`;
      return goTo(
        c,
        hinted === undefined ? `/login?${query}` : `${relyingPartyPaths.authorize}?idp=${hinted}&${query}`,
      );
    }
  }
}

/** Takes an authorization request from the address, or one that was parked. */
export async function getAuthorize(c: HttpContext): Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return answerUnreadable(c, query.error);
  const parameters = await unparked(c, query.value);
  if (!parameters.ok) return answerProblem(c, (refusals) => refusals.expired, 400);
  return await decide(c, parameters.value);
}

/** Takes an authorization request as a form, from wherever (OpenID Connect Core section 3.1.2.1). */
export async function postAuthorize(c: HttpContext): Promise<Response> {
  const form = await readForm(c);
  return form.ok ? await parkForm(c, form.value) : answerUnreadable(c, form.error);
}
