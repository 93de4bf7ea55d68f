import { open, type Place, seal } from "../../crypto/seal.ts";
import { mintSecret, parseSecret } from "../../crypto/secret.ts";
import { lifetime } from "../../domain/tenant_policy.ts";
import { authorize } from "../../op/authorize.ts";
import type { Provider } from "../../op/provider.ts";
import { endpoints } from "../../protocol/endpoints.ts";
import type { OAuthError } from "../../protocol/oauth_error.ts";
import { parameter, type Parameters } from "../../protocol/parameters.ts";
import { parkRequest, takeParkedRequest } from "../../store/interactions.ts";
import { logRefusal } from "../answer_error.ts";
import { readBrowser, writeInteraction } from "../cookies.ts";
import type { HttpContext } from "../env.ts";
import { field, formFaults, readForm, readQuery } from "../form.ts";
import { answerClient, answerProblem } from "../page.tsx";

/** The page for each check that fails before the client is proven. */
function refuse(c: HttpContext, error: OAuthError): Response {
  logRefusal(c, error);
  return answerProblem(c, (refusals) => {
    if (error.why === "client_id.known") return refusals.unknownClient;
    return error.why === "redirect_uri.registered" ? refusals.unregisteredRedirect : refusals.invalidRequest;
  }, 400);
}

const unreadable = (c: HttpContext, fault: string, status: 400 | 413 | 415 = 400) => {
  logRefusal(c, { code: "invalid_request", why: `form.${fault}`, description: "The request cannot be read" });
  return answerProblem(c, (refusals) => refusals.invalidRequest, status);
};

async function decide(c: HttpContext, parameters: Parameters): Promise<Response> {
  const { provider } = c.var;
  c.set("clientId", parameter(parameters, "client_id"));
  const answer = await authorize(provider, { parameters, browser: readBrowser(c) });
  switch (answer.kind) {
    case "refuse":
      return refuse(c, answer.error);
    case "respond":
      if (answer.error) logRefusal(c, answer.error);
      return answerClient(c, answer.response);
    case "interact": {
      const { interaction, cookie } = answer;
      writeInteraction(c, interaction.handle, cookie, lifetime(provider.tenant.policy, "interaction"));
      c.header("Cache-Control", "no-store");
      return c.redirect(`${provider.tenant.issuer}/login?interaction=${interaction.reveal()}`, 303);
    }
  }
}

const place = (
  { tenant }: Provider,
  digest: string,
): Place => [tenant.id, "parked_request", "parameters", digest];

/** Takes an authorization request from the address, or one that was parked. */
export async function getAuthorize(c: HttpContext): Promise<Response> {
  const query = readQuery(c);
  if (!query.ok) return unreadable(c, query.error);
  const parked = field(query.value, "parked");
  if (parked === "") return await decide(c, query.value);
  const { provider, deployment } = c.var;
  const handle = parseSecret("parked_request", parked);
  const taken = handle && await takeParkedRequest(provider.store, handle, provider.clock());
  if (!handle || !taken?.ok) return answerProblem(c, (refusals) => refusals.expired, 400);
  const plain = open(
    deployment.derive.map((keys) => keys("seal")),
    place(provider, handle.digest),
    taken.row.parameters,
  );
  if (!plain) throw new Error("A parked request does not open");
  return await decide(c, new Map(JSON.parse(new TextDecoder().decode(plain))));
}

/**
 * Takes an authorization request as a form (OpenID Connect Core section 3.1.2.1).
 *
 * It may come from another site, and then without our cookies; so nothing is decided here: the parameters are parked
 * and the browser comes back with a GET of ours.
 */
export async function postAuthorize(c: HttpContext): Promise<Response> {
  const form = await readForm(c);
  if (!form.ok) return unreadable(c, form.error, formFaults[form.error].status);
  const { provider } = c.var, { store, random, derive, tenant, clock } = provider, at = clock();
  const expires_at = at + lifetime(tenant.policy, "parked_request");
  const secret = mintSecret("parked_request", expires_at, random);
  const plain = new TextEncoder().encode(JSON.stringify([...form.value]));
  const parameters = seal(derive("seal"), place(provider, secret.handle.digest), plain, random);
  await parkRequest(store, secret.handle, { parameters, expires_at, at });
  c.header("Cache-Control", "no-store");
  return c.redirect(`${tenant.issuer}${endpoints.authorization_endpoint}?parked=${secret.reveal()}`, 303);
}
