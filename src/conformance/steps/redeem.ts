import { grantedChecks, tokenChecks, type TokenResponse } from "../checks/token_response.ts";
import { tokenErrorChecks } from "../checks/token_error.ts";
import { readObject, type WireResponse } from "../exchange.ts";
import type { Session } from "../session.ts";
import { callTokenEndpoint } from "./call_token_endpoint.ts";

/** What a token endpoint granted. */
export interface Tokens {
  readonly access_token: string;
  readonly id_token: string | undefined;
  readonly refresh_token: string | undefined;
}

const textOr = (value: unknown) => typeof value === "string" ? value : undefined;

/** The answer has to grant. */
export function expectTokens(
  { stage }: Session,
  response: WireResponse,
  { idTokenDue }: { readonly idTokenDue: boolean },
): Tokens {
  const body = readObject(response.body), evidence: TokenResponse = { response, body, idTokenDue };
  const { access_token, id_token, refresh_token } = body ?? {};
  for (const secret of [access_token, id_token, refresh_token]) stage.addSecret(String(secret));
  stage.require(grantedChecks, evidence);
  stage.verifyAll(tokenChecks, evidence);
  return {
    access_token: String(access_token),
    id_token: textOr(id_token),
    refresh_token: textOr(refresh_token),
  };
}

/** The answer has to refuse, with an error of those that are right. */
export function expectTokenError(
  { stage }: Session,
  response: WireResponse,
  allowed: readonly string[],
): void {
  stage.verifyAll(tokenErrorChecks, { response, body: readObject(response.body), allowed });
}

/** Presents a code, as the client to which it came. */
export function presentCode(
  session: Session,
  code: string,
  { audience, more }: { readonly audience?: string; readonly more?: Readonly<Record<string, string>> } = {},
): Promise<WireResponse> {
  const { client } = session;
  const fields = { grant_type: "authorization_code", code, redirect_uri: client.redirect_uri, ...more };
  return callTokenEndpoint(session, "code redemption", { client, fields, ...(audience ? { audience } : {}) });
}
