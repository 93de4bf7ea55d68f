import { claimsEssential } from "../modules/claims_parameter.ts";
import { idTokenSignature } from "../modules/id_token_signature.ts";
import {
  registeredRedirectUri,
  responseTypeMissing,
  withoutNonceFails,
} from "../modules/refused_requests.ts";
import {
  requestObjectWithRedirectUri,
  requestUriUnsignedOrRejected,
  unsignedRequestObjectOrRejected,
} from "../modules/request_object.ts";
import { server } from "../modules/server.ts";
import { alternateHappyFlow } from "../modules/tolerated_parameters.ts";
import { pin, type Plan, type PlanEntry } from "../plan.ts";
import type { Variant } from "../variant.ts";
import { requestParameters, scopes, userinfo } from "./common_modules.ts";

/** What follows oidcc-server with each response type. */
const common = [
  idTokenSignature,
  withoutNonceFails,
  ...scopes,
  alternateHappyFlow,
  ...requestParameters,
  registeredRedirectUri,
  requestUriUnsignedOrRejected,
  unsignedRequestObjectOrRejected,
  requestObjectWithRedirectUri,
  claimsEssential,
];

/** The modules of the implicit flow, for one way of bringing the response back. */
const implicitFlow = (response_mode: Variant["response_mode"]): readonly PlanEntry[] => {
  const idToken = {
    response_type: "id_token",
    client_auth_type: "client_secret_basic",
    response_mode,
  } as const;
  const withToken = { ...idToken, response_type: "id_token token" } as const;
  return [
    ...pin(idToken, server),
    ...pin(withToken, responseTypeMissing),
    ...pin(idToken, ...common),
    ...pin(withToken, server, ...common, ...userinfo),
  ];
};

/** Implicit OP: tokens from the authorization endpoint alone. */
export const implicit: Plan = {
  name: "oidcc-implicit-certification-test-plan",
  profile: "Implicit OP",
  entries: implicitFlow("default"),
};

/** The implicit flow with responses as form posts. */
export const formPostImplicit: Plan = {
  name: "oidcc-formpost-implicit-certification-test-plan",
  profile: "Form Post OP",
  entries: implicitFlow("form_post"),
};
