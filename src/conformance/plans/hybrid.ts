import { claimsEssential } from "../modules/claims_parameter.ts";
import { codeReuse, codeReuse30Seconds } from "../modules/code_reuse.ts";
import { idTokenSignature } from "../modules/id_token_signature.ts";
import { validPkce } from "../modules/pkce.ts";
import { refreshToken } from "../modules/refresh_token.ts";
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
import { server, serverClientSecretPost } from "../modules/server.ts";
import { alternateHappyFlow, withoutNonce } from "../modules/tolerated_parameters.ts";
import { pin, type Plan, type PlanEntry } from "../plan.ts";
import type { Module } from "../stage.ts";
import type { Variant } from "../variant.ts";
import { requestParameters, scopes, userinfo } from "./common_modules.ts";

/** What is run with one response type, in its places among the rest. */
interface Pass {
  readonly response_type: Variant["response_type"];
  readonly nonce: Module;
  /** Modules that one pass has and the others have not. */
  readonly afterServer: readonly Module[];
  readonly afterScopes: readonly Module[];
  readonly last: readonly Module[];
}

const passes: readonly Pass[] = [
  {
    response_type: "code id_token",
    nonce: withoutNonceFails,
    afterServer: [responseTypeMissing],
    afterScopes: [alternateHappyFlow],
    last: [validPkce],
  },
  { response_type: "code token", nonce: withoutNonce, afterServer: [], afterScopes: [], last: [] },
  {
    response_type: "code id_token token",
    nonce: withoutNonceFails,
    afterServer: [],
    afterScopes: [],
    last: [],
  },
];

function inPass(
  { response_type, nonce, afterServer, afterScopes, last }: Pass,
  response_mode: Variant["response_mode"],
): readonly PlanEntry[] {
  const basic = { response_type, client_auth_type: "client_secret_basic", response_mode } as const;
  return [
    ...pin(
      basic,
      server,
      ...afterServer,
      idTokenSignature,
      ...userinfo,
      nonce,
      ...scopes,
      ...afterScopes,
      ...requestParameters,
      codeReuse,
      codeReuse30Seconds,
      registeredRedirectUri,
    ),
    ...pin({ ...basic, client_auth_type: "client_secret_post" }, serverClientSecretPost),
    ...pin(
      basic,
      requestUriUnsignedOrRejected,
      unsignedRequestObjectOrRejected,
      claimsEssential,
      requestObjectWithRedirectUri,
      refreshToken,
      ...last,
    ),
  ];
}

/** Hybrid OP: a code, and tokens beside it. */
export const hybrid: Plan = {
  name: "oidcc-hybrid-certification-test-plan",
  profile: "Hybrid OP",
  entries: passes.flatMap((pass) => inPass(pass, "default")),
};

/** The hybrid flow with responses as form posts. */
export const formPostHybrid: Plan = {
  name: "oidcc-formpost-hybrid-certification-test-plan",
  profile: "Form Post OP",
  entries: passes.flatMap((pass) => inPass(pass, "form_post")),
};
