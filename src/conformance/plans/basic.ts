import { claimsEssential } from "../modules/claims_parameter.ts";
import { codeReuse, codeReuse30Seconds } from "../modules/code_reuse.ts";
import { idTokenSignature, idTokenUnsigned } from "../modules/id_token_signature.ts";
import { validPkce } from "../modules/pkce.ts";
import { refreshToken } from "../modules/refresh_token.ts";
import { registeredRedirectUri, responseTypeMissing } from "../modules/refused_requests.ts";
import {
  requestObjectWithRedirectUri,
  requestUriUnsignedOrRejected,
  unsignedRequestObjectOrRejected,
} from "../modules/request_object.ts";
import { server, serverClientSecretPost } from "../modules/server.ts";
import { alternateHappyFlow, postRequest, withoutNonce } from "../modules/tolerated_parameters.ts";
import { pin, type Plan, type PlanEntry } from "../plan.ts";
import type { Variant } from "../variant.ts";
import { requestParameters, scopes, userinfo } from "./common_modules.ts";

/** The modules of the code flow, for one way of bringing the response back. */
const codeFlow = (response_mode: Variant["response_mode"]): readonly PlanEntry[] => {
  const basic = { response_type: "code", client_auth_type: "client_secret_basic", response_mode } as const;
  const post = { ...basic, client_auth_type: "client_secret_post" } as const;
  return [
    ...pin(
      basic,
      server,
      responseTypeMissing,
      idTokenSignature,
      idTokenUnsigned,
      ...userinfo,
      withoutNonce,
      ...scopes,
      alternateHappyFlow,
      ...requestParameters,
      codeReuse,
      codeReuse30Seconds,
      registeredRedirectUri,
      postRequest,
    ),
    ...pin(post, serverClientSecretPost),
    ...pin(
      basic,
      requestUriUnsignedOrRejected,
      unsignedRequestObjectOrRejected,
      claimsEssential,
      requestObjectWithRedirectUri,
      refreshToken,
      validPkce,
    ),
  ];
};

/** Basic OP: the code flow. */
export const basic: Plan = {
  name: "oidcc-basic-certification-test-plan",
  profile: "Basic OP",
  entries: codeFlow("default"),
};

/** The code flow with responses as form posts. */
export const formPostBasic: Plan = {
  name: "oidcc-formpost-basic-certification-test-plan",
  profile: "Form Post OP",
  entries: codeFlow("form_post"),
};
