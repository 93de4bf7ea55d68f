import type { Result } from "../../domain/result.ts";
import { registrationPolicy } from "../../domain/tenant_policy.ts";
import type { RegistrationPorts } from "../../op/client_information.ts";
import { type ConfigurationRequest, deleteClient, readClient } from "../../op/configure_client.ts";
import { registerClient } from "../../op/register_client.ts";
import { updateClient } from "../../op/update_client.ts";
import { errorBody, type OAuthError } from "../../protocol/oauth_error.ts";
import { answerOAuthError, answerResourceError, logRefusal, setNoStore } from "../answer_error.ts";
import { answerNotFound } from "../answer_not_found.ts";
import { addressKey } from "../client_address.ts";
import type { HttpContext } from "../env.ts";
import { type JsonFault, jsonFaults, readJson } from "../json_body.ts";

/** The ports of this endpoint; undefined where the tenant lets no client register, and so has no such endpoint. */
function openRegistration({ var: { provider, deployment } }: HttpContext): RegistrationPorts | undefined {
  if (registrationPolicy(provider.tenant.policy) === "closed") return undefined;
  const [present, ...former] = deployment.derive;
  return {
    ...provider,
    registrationKeys: [present("registration"), ...former.map((keys) => keys("registration"))],
  };
}

function refuseBody(c: HttpContext, fault: JsonFault): Response {
  const { status, description } = jsonFaults[fault];
  const error = { code: "invalid_client_metadata", why: `json.${fault}`, description } as const;
  logRefusal(c, error);
  setNoStore(c);
  return c.json(errorBody(error), status);
}

/** Answers what a flow came to. A wrong token is refused as at any protected resource (RFC 6750 section 3). */
function answer<T>(
  c: HttpContext,
  flowed: Result<T, OAuthError>,
  write: (value: T) => Response,
): Response {
  if (!flowed.ok) {
    return flowed.error.code === "invalid_token"
      ? answerResourceError(c, flowed.error)
      : answerOAuthError(c, flowed.error);
  }
  setNoStore(c);
  return write(flowed.value);
}

const bearing = (c: HttpContext) => ({ authorization: c.req.header("authorization") });

function about(c: HttpContext): ConfigurationRequest {
  const client_id = c.req.param("client_id") ?? "";
  c.set("clientId", client_id);
  return { client_id, ...bearing(c) };
}

/** Registers a client (RFC 7591 section 3, OpenID Connect Dynamic Client Registration section 3). */
export async function postRegister(c: HttpContext): Promise<Response> {
  const provider = openRegistration(c);
  if (!provider) return answerNotFound(c);
  const body = await readJson(c);
  if (!body.ok) return refuseBody(c, body.error);
  const request = { ...bearing(c), addressKey: addressKey(c), body: body.value };
  return answer(c, await registerClient(provider, request), (information) => c.json(information, 201));
}

/** Shows a client its registration (RFC 7592 section 2.1). */
export async function getRegistration(c: HttpContext): Promise<Response> {
  const provider = openRegistration(c);
  if (!provider) return answerNotFound(c);
  return answer(c, await readClient(provider, about(c)), (information) => c.json(information));
}

/** Replaces a client's registration (RFC 7592 section 2.2). */
export async function putRegistration(c: HttpContext): Promise<Response> {
  const provider = openRegistration(c);
  if (!provider) return answerNotFound(c);
  const body = await readJson(c);
  if (!body.ok) return refuseBody(c, body.error);
  const request = { ...about(c), body: body.value };
  return answer(c, await updateClient(provider, request), (information) => c.json(information));
}

/** Ends a client's registration (RFC 7592 section 2.3). */
export async function deleteRegistration(c: HttpContext): Promise<Response> {
  const provider = openRegistration(c);
  if (!provider) return answerNotFound(c);
  return answer(c, await deleteClient(provider, about(c)), () => c.body(null, 204));
}
