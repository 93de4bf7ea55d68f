import type { Visit } from "../agent.ts";
import {
  arrived,
  type AuthorizationResponse,
  noRepeatedPost,
  responseChecks,
} from "../checks/authorization_response.ts";
import { errorChecks } from "../checks/authorization_error.ts";
import { codeChecks, successChecks } from "../checks/authorization_code.ts";
import { type Channel, channelOf, type Parameters, valueOf } from "../parameters.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";
import type { Stage } from "../stage.ts";

/** An authorization request. */
export interface AuthorizationRequest {
  readonly parameters: Readonly<Record<string, string>>;
  readonly method: "GET" | "POST";
}

/** What differs from an ordinary request; a parameter that is undefined is left out. */
export interface Asked {
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly method?: "GET" | "POST";
  /** Puts the parameters in another order. */
  readonly reorder?: boolean;
}

/** A visit to the authorization endpoint, and the request that began it. */
export interface Authorization {
  readonly request: AuthorizationRequest;
  readonly visit: Visit;
}

/** The request for what the variant asks for. */
export function requestOf({ stage, client }: Session, { parameters = {}, method = "GET", reorder }: Asked) {
  const { response_type, response_mode } = stage.variant;
  const all = Object.entries({
    client_id: client.client_id,
    redirect_uri: client.redirect_uri,
    scope: "openid",
    state: stage.random.text(24),
    nonce: stage.random.text(24),
    response_type,
    ...(response_mode === "default" ? {} : { response_mode }),
    ...parameters,
  }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const request: AuthorizationRequest = {
    parameters: Object.fromEntries(reorder ? stage.random.shuffled(all) : all),
    method,
  };
  return request;
}

/** Sends the browser to the authorization endpoint and lets the person do what the pages ask. */
export async function authorize(session: Session, asked: Asked = {}): Promise<Authorization> {
  const { stage, server, browser } = session, request = requestOf(session, asked);
  const endpoint = endpointOf(server, "authorization_endpoint");
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(request.parameters)) url.searchParams.set(name, value);
  const visit = request.method === "GET"
    ? await browser.open(url.href)
    : await browser.post(endpoint, request.parameters, stage.receiver.origin);
  stage.verify(noRepeatedPost, visit);
  return { request, visit };
}

/** Takes the redirect URI's own query away from what arrived in the query. */
function withoutOwn(parameters: Parameters, redirect_uri: string): Parameters {
  const own = [...new URL(redirect_uri).searchParams];
  return parameters.filter(([name, value]) => !own.some(([known, was]) => known === name && was === value));
}

/**
 * Where the response to a request belongs. Without a response type nobody knows a fragment from a query, so that a
 * server may take the one or the other.
 */
const placeFor = ({ variant }: Stage, { parameters }: AuthorizationRequest, found: Channel): Channel => {
  const own = channelOf(variant);
  return parameters.response_type === undefined && own === "fragment" && found === "query" ? found : own;
};

/** Reads a response wherever it stands, and judges what every response keeps to. */
function readResponse(
  { stage, server, client }: Session,
  { request, visit }: Authorization,
): AuthorizationResponse {
  stage.require([arrived], visit);
  const arrival = visit.arrival!, redirect_uri = request.parameters.redirect_uri ?? client.redirect_uri;
  const inFragment = new URLSearchParams(arrival.url.hash.slice(1));
  const channel: Channel = arrival.method === "POST"
    ? "form_post"
    : inFragment.size > 0
    ? "fragment"
    : "query";
  const parameters: Parameters = channel === "form_post"
    ? arrival.fields
    : channel === "fragment"
    ? [...inFragment]
    : withoutOwn([...arrival.url.searchParams], redirect_uri);
  const response: AuthorizationResponse = {
    arrival,
    channel,
    parameters,
    request: {
      redirect_uri,
      channel: placeFor(stage, request, channel),
      state: request.parameters.state,
    },
    issuer: server.issuer,
    issAnnounced: server.metadata.authorization_response_iss_parameter_supported === true,
  };
  stage.verifyAll(responseChecks, response);
  return response;
}

/** The response has to grant. @returns its parameters by name. */
export function expectGranted(session: Session, authorization: Authorization): AuthorizationResponse {
  const { stage } = session, response = readResponse(session, authorization);
  stage.require(successChecks, {
    ...response,
    response_type: authorization.request.parameters.response_type ?? "code",
  });
  const code = valueOf(response.parameters, "code");
  if (code !== undefined) {
    stage.addSecret(code);
    stage.verifyAll(codeChecks, code);
  }
  return response;
}

/** The response has to be an error of those that are right. */
export function expectRefused(
  session: Session,
  authorization: Authorization,
  allowed: readonly string[],
): void {
  const response = readResponse(session, authorization);
  session.stage.verifyAll(errorChecks, { ...response, allowed });
}
