/** The mutations, by the file of checks that they are for. */
import { mutations as authorizationCode } from "./authorization_code.ts";
import { mutations as authorizationError } from "./authorization_error.ts";
import { mutations as authorizationResponse } from "./authorization_response.ts";
import { mutations as clientAssertion } from "./client_assertion.ts";
import { mutations as clientPage } from "./client_page.ts";
import { mutations as codeReuse } from "./code_reuse.ts";
import { mutations as discovery } from "./discovery.ts";
import { mutations as errorPage } from "./error_page.ts";
import { mutations as frontchannelLogout } from "./frontchannel_logout.ts";
import { mutations as hybridIdTokens } from "./hybrid_id_tokens.ts";
import { mutations as idToken } from "./id_token.ts";
import { mutations as idTokenHashes } from "./id_token_hashes.ts";
import { mutations as implicitResponse } from "./implicit_response.ts";
import { mutations as jwks } from "./jwks.ts";
import { mutations as keyRotation } from "./key_rotation.ts";
import { mutations as loginState } from "./login_state.ts";
import { mutations as logout } from "./logout.ts";
import { mutations as logoutMetadata } from "./logout_metadata.ts";
import { mutations as logoutToken } from "./logout_token.ts";
import { mutations as refreshToken } from "./refresh_token.ts";
import { mutations as registration } from "./registration.ts";
import { mutations as sessionState } from "./session_state.ts";
import { mutations as tokenError } from "./token_error.ts";
import { mutations as tokenResponse } from "./token_response.ts";
import { mutations as userinfo } from "./userinfo.ts";
import { mutations as userinfoJwt } from "./userinfo_jwt.ts";
import type { Mutation } from "./mutation.ts";

/** Every mutation, by the name of a file in src/conformance/checks. */
export const mutationsByFile: Readonly<Record<string, readonly Mutation[]>> = {
  authorization_code: authorizationCode,
  authorization_error: authorizationError,
  authorization_response: authorizationResponse,
  client_assertion: clientAssertion,
  client_page: clientPage,
  code_reuse: codeReuse,
  discovery,
  error_page: errorPage,
  frontchannel_logout: frontchannelLogout,
  hybrid_id_tokens: hybridIdTokens,
  id_token: idToken,
  id_token_hashes: idTokenHashes,
  implicit_response: implicitResponse,
  jwks,
  key_rotation: keyRotation,
  login_state: loginState,
  logout,
  logout_metadata: logoutMetadata,
  logout_token: logoutToken,
  refresh_token: refreshToken,
  registration,
  session_state: sessionState,
  token_error: tokenError,
  token_response: tokenResponse,
  userinfo,
  userinfo_jwt: userinfoJwt,
};
