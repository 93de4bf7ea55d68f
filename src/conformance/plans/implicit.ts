import { acrValues } from "../modules/acr_values.ts";
import { claimsEssential } from "../modules/claims_parameter.ts";
import { idTokenSignature } from "../modules/id_token_signature.ts";
import { maxAge1, maxAge10000 } from "../modules/max_age.ts";
import { idTokenHint, promptLogin, promptNoneLoggedIn, promptNoneNotLoggedIn } from "../modules/prompt.ts";
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
import { scopeAddress, scopeAll, scopeEmail, scopePhone, scopeProfile } from "../modules/scope.ts";
import { server } from "../modules/server.ts";
import {
  alternateHappyFlow,
  claimsLocales,
  displayPage,
  displayPopup,
  loginHint,
  uiLocales,
  unknownParameter,
} from "../modules/tolerated_parameters.ts";
import { userinfoGet, userinfoPostBodyModule, userinfoPostHeader } from "../modules/userinfo.ts";
import { pin, type Plan, type PlanEntry } from "../plan.ts";
import type { Variant } from "../variant.ts";

/** What follows oidcc-server with each response type. */
const common = [
  idTokenSignature,
  withoutNonceFails,
  scopeProfile,
  scopeEmail,
  scopeAddress,
  scopePhone,
  scopeAll,
  alternateHappyFlow,
  displayPage,
  displayPopup,
  promptLogin,
  promptNoneNotLoggedIn,
  promptNoneLoggedIn,
  maxAge1,
  maxAge10000,
  unknownParameter,
  idTokenHint,
  loginHint,
  uiLocales,
  claimsLocales,
  acrValues,
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
    ...pin(withToken, server, ...common, userinfoGet, userinfoPostHeader, userinfoPostBodyModule),
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
