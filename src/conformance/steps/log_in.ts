import type { Visit } from "../agent.ts";
import { hybridIdTokenChecks } from "../checks/hybrid_id_tokens.ts";
import { implicitChecks } from "../checks/implicit_response.ts";
import { idTokenAlone, type Parameters, valueOf } from "../parameters.ts";
import type { Session } from "../session.ts";
import { scopeClaims } from "../standard_claims.ts";
import { type Asked, type Authorization, authorize, expectGranted } from "./authorize.ts";
import { expectUserInfo, presentAccessToken } from "./ask_userinfo.ts";
import { expectTokens, presentCode } from "./redeem.ts";
import { verifyIdToken } from "./verify_id_token.ts";
import type { Decoded } from "./verify_jwt.ts";

/** A sign-in that was granted. */
export interface Login {
  readonly request: Authorization["request"];
  readonly visit: Visit;
  readonly code: string | undefined;
  /** All that came: from the authorization endpoint, then from the token endpoint. */
  readonly access_tokens: readonly string[];
  /** The last of them. */
  readonly access_token: string | undefined;
  readonly refresh_token: string | undefined;
  /** The same of ID tokens. */
  readonly idTokens: readonly Decoded[];
  /** The last of them. */
  readonly idToken: Decoded;
}

/** What differs from an ordinary sign-in. */
export interface LoginOptions extends Asked {
  /** Claims that are asked for in the ID token, beside those of the scopes. */
  readonly idTokenClaims?: readonly string[];
  /** Sent along when the code is redeemed. */
  readonly redemption?: Readonly<Record<string, string>>;
}

/** What the ID tokens of a sign-in are compared with. */
interface Wanted {
  readonly nonce: string | undefined;
  readonly code: string | undefined;
  readonly asked: readonly string[];
}

/** Judges the tokens that came through the browser. */
async function readFrontTokens(session: Session, parameters: Parameters, wanted: Wanted) {
  const { stage } = session, id_token = valueOf(parameters, "id_token");
  const access_token = valueOf(parameters, "access_token");
  if (access_token !== undefined) {
    stage.addSecret(access_token);
    stage.verifyAll(implicitChecks, parameters);
  }
  const idToken = id_token === undefined
    ? undefined
    : await verifyIdToken(session, id_token, { ...wanted, access_token, front: true });
  return { access_token, idToken };
}

/** Redeems the code, and judges the tokens that come for it. */
async function redeem(
  session: Session,
  wanted: Wanted & { readonly code: string },
  more: LoginOptions["redemption"] = {},
) {
  const tokens = expectTokens(session, await presentCode(session, wanted.code, { more }), {
    idTokenDue: true,
  });
  const { access_token, refresh_token, id_token } = tokens;
  const idToken = await verifyIdToken(session, id_token!, { ...wanted, access_token, front: false });
  return { access_token, refresh_token, idToken };
}

/** Claims that a request asks for in the ID token: those of its scopes where nothing else comes. */
const askedOf = ({ stage }: Session, { parameters }: Authorization["request"], named: readonly string[]) =>
  idTokenAlone(stage.variant)
    ? [...named, ...(parameters.scope ?? "").split(" ").flatMap((scope) => scopeClaims[scope] ?? [])]
    : named;

/** Makes tokens of an authorization that was granted, and judges them. */
export async function completeLogin(
  session: Session,
  authorization: Authorization,
  { idTokenClaims = [], redemption }: LoginOptions = {},
): Promise<Login> {
  const { stage } = session, { request, visit } = authorization;
  const { parameters } = expectGranted(session, authorization);
  const code = valueOf(parameters, "code"), { nonce } = request.parameters;
  const wanted = { nonce, code, asked: askedOf(session, request, idTokenClaims) };
  const front = await readFrontTokens(session, parameters, wanted);
  const back = code === undefined ? undefined : await redeem(session, { ...wanted, code }, redemption);
  if (front.idToken && back) {
    stage.verifyAll(hybridIdTokenChecks, { front: front.idToken.claims, back: back.idToken.claims });
  }
  const access_tokens = [front.access_token, back?.access_token].filter((token) => token !== undefined);
  const idTokens = [front.idToken, back?.idToken].filter((token) => token !== undefined);
  const idToken = idTokens.at(-1);
  if (!idToken) throw new Error(`${stage.variant.response_type} yields no ID token`);
  return {
    request,
    visit,
    code,
    access_tokens,
    access_token: access_tokens.at(-1),
    refresh_token: back?.refresh_token,
    idTokens,
    idToken,
  };
}

/** Signs the person in, redeems what comes and judges all of it. */
export const logIn = async (session: Session, options: LoginOptions = {}): Promise<Login> =>
  await completeLogin(session, await authorize(session, options), options);

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
