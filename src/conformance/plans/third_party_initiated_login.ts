import { thirdPartyInitLogin, thirdPartyInitLoginNoHttps } from "../modules/third_party_initiated_login.ts";
import { pin, type Plan } from "../plan.ts";

/** 3rd Party-Init OP: sign-ins that somebody else starts. */
export const thirdPartyInitiatedLogin: Plan = {
  name: "oidcc-3rdparty-init-login-certification-test-plan",
  profile: "3rd Party-Init OP",
  entries: pin(
    {
      client_registration: "dynamic_client",
      client_auth_type: "client_secret_basic",
      response_mode: "default",
    },
    thirdPartyInitLogin,
    thirdPartyInitLoginNoHttps,
  ),
};
