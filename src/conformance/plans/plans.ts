import type { Plan } from "../plan.ts";
import { basic, formPostBasic } from "./basic.ts";
import { comprehensive } from "./comprehensive.ts";
import { config } from "./config.ts";
import { dynamic } from "./dynamic.ts";
import { formPostHybrid, hybrid } from "./hybrid.ts";
import { formPostImplicit, implicit } from "./implicit.ts";
import {
  backchannelLogoutPlan,
  frontchannelLogoutPlan,
  rpInitiatedLogoutPlan,
  sessionManagementPlan,
} from "./logout.ts";
import {
  backchannelLogoutRelyingParty,
  basicRelyingParty,
  configRelyingParty,
  formPostRelyingParty,
  refreshTokenRelyingParty,
  rpInitiatedLogoutRelyingParty,
  thirdPartyInitiatedLoginRelyingParty,
} from "./relying_party.ts";
import { thirdPartyInitiatedLogin } from "./third_party_initiated_login.ts";

/** Every plan. */
export const plans: readonly Plan[] = [
  basic,
  implicit,
  hybrid,
  config,
  dynamic,
  formPostBasic,
  formPostImplicit,
  formPostHybrid,
  rpInitiatedLogoutPlan,
  sessionManagementPlan,
  frontchannelLogoutPlan,
  backchannelLogoutPlan,
  thirdPartyInitiatedLogin,
  comprehensive,
  basicRelyingParty,
  configRelyingParty,
  formPostRelyingParty,
  backchannelLogoutRelyingParty,
  refreshTokenRelyingParty,
  rpInitiatedLogoutRelyingParty,
  thirdPartyInitiatedLoginRelyingParty,
];
