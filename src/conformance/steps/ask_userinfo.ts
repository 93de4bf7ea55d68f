import { userinfoAnswered, userinfoChecks } from "../checks/userinfo.ts";
import { userinfoJwtChecks } from "../checks/userinfo_jwt.ts";
import { formBody, formType, readObject, type WireResponse } from "../exchange.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";
import { decodeJwt, signatureFault } from "./verify_jwt.ts";

/** How the token is presented (OpenID Connect Core section 5.3.1). */
export type UserInfoMethod = "get" | "post-header" | "post-body";

/** Presents an access token to the userinfo endpoint. */
export function presentAccessToken(
  { stage, server, client }: Session,
  access_token: string,
  method: UserInfoMethod = "get",
): Promise<WireResponse> {
  const url = endpointOf(server, "userinfo_endpoint"), bearer = { authorization: `Bearer ${access_token}` };
  const accept = client.userinfo_signed_response_alg ? "application/jwt" : "application/json";
  switch (method) {
    case "get":
      return stage.send("userinfo", { method: "GET", url, headers: { accept, ...bearer } });
    case "post-header":
      return stage.send("userinfo", { method: "POST", url, headers: { accept, ...bearer } });
    case "post-body":
      return stage.send("userinfo", {
        method: "POST",
        url,
        headers: { accept, "content-type": formType },
        body: formBody({ access_token }),
      });
  }
}

/** What an answer is compared with. */
export interface Expected {
  readonly sub: string;
  readonly scopes?: readonly string[];
  readonly asked?: readonly string[];
}

/** Takes a signed answer apart and judges it as a JWT. @returns its claims. */
async function readSigned({ stage, server, client }: Session, raw: string, alg: string) {
  const decoded = decodeJwt(raw);
  stage.verifyAll(userinfoJwtChecks, {
    header: decoded?.header,
    claims: decoded?.claims ?? {},
    signatureFault: decoded && await signatureFault(stage, server, decoded),
    alg,
    issuer: server.issuer,
    client_id: client.client_id,
  });
  return decoded?.claims;
}

/** The answer has to tell about the person. @returns the claims. */
export async function expectUserInfo(
  session: Session,
  response: WireResponse,
  { sub, scopes = [], asked = [] }: Expected,
): Promise<Readonly<Record<string, unknown>>> {
  const { stage, client } = session, alg = client.userinfo_signed_response_alg;
  const mediaType = alg === undefined ? "application/json" : "application/jwt";
  stage.require([userinfoAnswered], response);
  const claims = alg === undefined
    ? readObject(response.body)
    : await readSigned(session, response.body, alg);
  stage.verifyAll(userinfoChecks, { response, claims, sub, scopes, asked, mediaType });
  return claims ?? {};
}
