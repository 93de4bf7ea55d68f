import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";
import type { Stage } from "../stage.ts";
import type { Authorization, AuthorizationRequest } from "./authorize.ts";

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT that nobody signed (RFC 7519 section 6). */
export const unsignedJwt = (claims: Readonly<Record<string, unknown>>): string =>
  `${part({ alg: "none" })}.${part(claims)}.`;

/** A request object that nobody signed (OpenID Connect Core section 6.1). */
export const unsignedRequestObject = (parameters: Readonly<Record<string, string>>): string =>
  unsignedJwt(parameters);

/** Where an object of a client is published before it is known what is in it. */
export const requestObjectPath = ({ random }: Stage): string => `/request/${random.text(16)}`;

/** Publishes an object. @returns its address, with a digest as its fragment (OpenID Connect Core section 6.2). */
export function publishRequestObject({ receiver }: Stage, path: string, object: string): string {
  const url = receiver.publish(path, { type: "application/oauth-authz-req+jwt", body: object });
  return `${url}#${createHash("sha256").update(object).digest("base64url")}`;
}

/**
 * Opens the authorization endpoint with an object beside parameters.
 *
 * @param request What is asked for, as it stands in the object: the answer is compared with that.
 * @param sent The parameters as they are sent.
 */
export async function authorizeBy(
  { server, browser }: Session,
  request: AuthorizationRequest,
  sent: Readonly<Record<string, string>>,
): Promise<Authorization> {
  const url = new URL(endpointOf(server, "authorization_endpoint"));
  for (const [name, value] of Object.entries(sent)) url.searchParams.set(name, value);
  return { request, visit: await browser.open(url.href) };
}
