import type { Visit } from "../agent.ts";
import { frontCode, frontIdToken, valueOf } from "../parameters.ts";
import type { Session } from "../session.ts";
import { type Asked, type Authorization, authorize, expectGranted } from "./authorize.ts";
import { expectUserInfo, presentAccessToken } from "./ask_userinfo.ts";
import { expectTokens, presentCode, type Tokens } from "./redeem.ts";
import { verifyIdToken } from "./verify_id_token.ts";
import type { Decoded } from "./verify_jwt.ts";

/** A sign-in that was granted. */
export interface Login {
  readonly request: Authorization["request"];
  readonly visit: Visit;
  readonly code: string | undefined;
  readonly access_token: string | undefined;
  readonly refresh_token: string | undefined;
  readonly idToken: Decoded;
}

/** What differs from an ordinary sign-in. */
export interface LoginOptions extends Asked {
  /** Claims that are asked for in the ID token. */
  readonly idTokenClaims?: readonly string[];
  /** Sent along when the code is redeemed. */
  readonly redemption?: Readonly<Record<string, string>>;
}

/** Makes tokens of an authorization that was granted, and judges them. */
export async function completeLogin(
  session: Session,
  authorization: Authorization,
  { idTokenClaims = [], redemption }: LoginOptions = {},
): Promise<Login> {
  const { stage } = session, { request, visit } = authorization;
  const { parameters } = expectGranted(session, authorization);
  const code = valueOf(parameters, "code"), nonce = request.parameters.nonce;
  const front = {
    access_token: valueOf(parameters, "access_token"),
    id_token: valueOf(parameters, "id_token"),
  };
  if (front.access_token !== undefined) stage.addSecret(front.access_token);
  const frontToken = front.id_token === undefined ? undefined : await verifyIdToken(session, front.id_token, {
    nonce,
    access_token: front.access_token,
    code,
    front: true,
    asked: idTokenClaims,
  });
  let tokens: Tokens | undefined, backToken: Decoded | undefined;
  if (code !== undefined && frontCode(stage.variant)) {
    tokens = expectTokens(session, await presentCode(session, code, { more: redemption ?? {} }), {
      idTokenDue: true,
    });
    backToken = await verifyIdToken(session, tokens.id_token!, {
      nonce,
      access_token: tokens.access_token,
      code,
      front: false,
      asked: idTokenClaims,
    });
  }
  const idToken = backToken ?? frontToken;
  if (!idToken) throw new Error(`${stage.variant.response_type} yields no ID token`);
  return {
    request,
    visit,
    code,
    access_token: tokens?.access_token ?? front.access_token,
    refresh_token: tokens?.refresh_token,
    idToken,
  };
}

/** Signs the person in, redeems what comes and judges all of it. */
export const logIn = async (session: Session, options: LoginOptions = {}): Promise<Login> =>
  await completeLogin(session, await authorize(session, options), options);

/** Whether a sign-in with this variant yields nothing but an ID token, which then holds the claims. */
export const idTokenAlone = ({ stage: { variant } }: Session): boolean =>
  variant.response_type === "id_token" && frontIdToken(variant);

/** Signs in and looks at userinfo, where there is an access token for it. */
export async function logInAndAsk(
  session: Session,
  options: LoginOptions & { readonly scopes?: readonly string[] } = {},
) {
  const login = await logIn(session, options);
  if (login.access_token === undefined) return { login, claims: login.idToken.claims };
  const response = await presentAccessToken(session, login.access_token);
  const { scopes = [] } = options;
  return {
    login,
    claims: await expectUserInfo(session, response, { sub: String(login.idToken.claims.sub), scopes }),
  };
}
