import {
  alternateHappyFlow,
  claimsLocales,
  displayPage,
  displayPopup,
  loginHint,
  postRequest,
  uiLocales,
  unknownParameter,
  withoutNonce,
} from "../modules/tolerated_parameters.ts";
import { validPkce } from "../modules/pkce.ts";
import { server, serverClientSecretPost } from "../modules/server.ts";
import { userinfoGet, userinfoPostBodyModule, userinfoPostHeader } from "../modules/userinfo.ts";
import { pin, type Plan, type PlanEntry } from "../plan.ts";
import type { Variant } from "../variant.ts";

/** The modules of the code flow, for one way of bringing the response back. */
const codeFlow = (response_mode: Variant["response_mode"]): readonly PlanEntry[] => {
  const basic = { response_type: "code", client_auth_type: "client_secret_basic", response_mode } as const;
  const post = { ...basic, client_auth_type: "client_secret_post" } as const;
  return [
    ...pin(
      basic,
      server,
      userinfoGet,
      userinfoPostHeader,
      userinfoPostBodyModule,
      withoutNonce,
      alternateHappyFlow,
      displayPage,
      displayPopup,
      unknownParameter,
      loginHint,
      uiLocales,
      claimsLocales,
      postRequest,
    ),
    ...pin(post, serverClientSecretPost),
    ...pin(basic, validPkce),
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
