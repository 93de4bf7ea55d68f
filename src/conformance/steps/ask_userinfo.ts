import { userinfoAnswered, userinfoChecks } from "../checks/userinfo.ts";
import { formBody, formType, readObject, type WireResponse } from "../exchange.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";

/** How the token is presented (OpenID Connect Core section 5.3.1). */
export type UserInfoMethod = "get" | "post-header" | "post-body";

/** Presents an access token to the userinfo endpoint. */
export function presentAccessToken(
  { stage, server }: Session,
  access_token: string,
  method: UserInfoMethod = "get",
): Promise<WireResponse> {
  const url = endpointOf(server, "userinfo_endpoint"), bearer = { authorization: `Bearer ${access_token}` };
  const accept = "application/json";
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

/** The answer has to tell about the person. @returns the claims. */
export function expectUserInfo(
  { stage }: Session,
  response: WireResponse,
  { sub, scopes = [], asked = [] }: Expected,
): Readonly<Record<string, unknown>> {
  const claims = readObject(response.body);
  const evidence = { response, claims, sub, scopes, asked, mediaType: "application/json" };
  stage.require(userinfoAnswered, evidence);
  stage.verifyAll(userinfoChecks, evidence);
  return claims ?? {};
}
