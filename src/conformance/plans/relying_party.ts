import { pin, type Plan, type PlanEntry } from "../plan.ts";
import {
  backchannelLogout,
  backchannelLogoutAlgNone,
  backchannelLogoutNoEvent,
  backchannelLogoutWithNonce,
  backchannelLogoutWrongAlg,
  backchannelLogoutWrongAud,
  backchannelLogoutWrongEvent,
  backchannelLogoutWrongIss,
} from "../relying_party/modules/backchannel_logout.ts";
import {
  discoveryIssuerMismatch,
  discoveryJwksUriKeys,
  discoveryOpenidConfig,
} from "../relying_party/modules/discovery.ts";
import {
  idTokenSigNone,
  idTokenSigRs256,
  invalidAud,
  invalidIss,
  invalidSigRs256,
  kidAbsentMultipleJwks,
  kidAbsentSingleJwks,
  missingIat,
  missingSub,
  nonceInvalid,
} from "../relying_party/modules/id_token.ts";
import {
  signingKeyRotation,
  signingKeyRotationJustBeforeSigning,
} from "../relying_party/modules/key_rotation.ts";
import {
  refreshTokenInvalidIssuer,
  refreshTokenInvalidSub,
  relyingPartyRefreshToken,
} from "../relying_party/modules/refresh_token.ts";
import {
  relyingPartyLogout,
  relyingPartyLogoutNoState,
  relyingPartyLogoutOtherState,
} from "../relying_party/modules/rp_initiated_logout.ts";
import { clientSecretBasic, relyingParty, scopeUserinfoClaims } from "../relying_party/modules/sign_in.ts";
import { relyingPartyThirdPartyInitLogin } from "../relying_party/modules/third_party_initiated_login.ts";
import {
  userinfoBearerBody,
  userinfoBearerHeader,
  userinfoInvalidSub,
} from "../relying_party/modules/userinfo.ts";
import type { Variant } from "../variant.ts";

/** What every plan of a relying party pins down: it was registered beforehand, and asks for codes. */
const asksForCodes = { client_registration: "static_client", response_type: "code" } as const;

/** The modules of the code flow, for one way in which the provider brings the response back. */
const codeFlow = (response_mode: Variant["response_mode"]): readonly PlanEntry[] => {
  const pinned = { ...asksForCodes, response_mode };
  return [
    ...pin(
      pinned,
      relyingParty,
      invalidIss,
      missingSub,
      invalidAud,
      missingIat,
      kidAbsentSingleJwks,
      kidAbsentMultipleJwks,
      idTokenSigRs256,
      idTokenSigNone,
      invalidSigRs256,
      userinfoBearerHeader,
      userinfoBearerBody,
      userinfoInvalidSub,
      nonceInvalid,
      scopeUserinfoClaims,
    ),
    ...pin({ ...pinned, client_auth_type: "client_secret_basic" }, clientSecretBasic),
  ];
};

/** Basic RP: the code flow. */
export const basicRelyingParty: Plan = {
  name: "oidcc-client-basic-certification-test-plan",
  profile: "Basic RP",
  examines: "relying_party",
  entries: codeFlow("default"),
};

/** The code flow with responses as form posts. */
export const formPostRelyingParty: Plan = {
  name: "oidcc-client-formpost-basic-certification-test-plan",
  profile: "Form Post RP",
  examines: "relying_party",
  entries: codeFlow("form_post"),
};

/** Config RP: what a provider publishes. */
export const configRelyingParty: Plan = {
  name: "oidcc-client-config-certification-test-plan",
  profile: "Config RP",
  examines: "relying_party",
  entries: pin(
    { ...asksForCodes, response_mode: "default" },
    discoveryOpenidConfig,
    discoveryJwksUriKeys,
    discoveryIssuerMismatch,
    idTokenSigNone,
    signingKeyRotationJustBeforeSigning,
    signingKeyRotation,
  ),
};

/** Back-Channel RP: the provider tells it of sessions that ended. */
export const backchannelLogoutRelyingParty: Plan = {
  name: "oidcc-client-back-channel-logout-rp-basic",
  profile: "Back-Channel RP",
  examines: "relying_party",
  entries: pin(
    { ...asksForCodes, response_mode: "default" },
    backchannelLogout,
    backchannelLogoutAlgNone,
    backchannelLogoutNoEvent,
    backchannelLogoutWithNonce,
    backchannelLogoutWrongAlg,
    backchannelLogoutWrongAud,
    backchannelLogoutWrongEvent,
    backchannelLogoutWrongIss,
  ),
};

/** Refresh tokens; nobody is certified for it. */
export const refreshTokenRelyingParty: Plan = {
  name: "oidcc-client-refreshtoken-test-plan",
  profile: "refresh tokens",
  examines: "relying_party",
  entries: pin(
    { ...asksForCodes, response_mode: "default" },
    relyingPartyRefreshToken,
    refreshTokenInvalidIssuer,
    refreshTokenInvalidSub,
  ),
};

/** Sign-ins that the provider begins; nobody is certified for it. */
export const thirdPartyInitiatedLoginRelyingParty: Plan = {
  name: "oidcc-client-test-3rd-party-init-login-test-plan",
  profile: "sign-ins that the provider begins",
  examines: "relying_party",
  entries: pin({ ...asksForCodes, response_mode: "default" }, relyingPartyThirdPartyInitLogin),
};

/** RP-Initiated RP: people who sign out there sign out at the provider too. */
export const rpInitiatedLogoutRelyingParty: Plan = {
  name: "oidcc-client-rp-initiated-logout-rp-basic",
  profile: "RP-Initiated RP",
  examines: "relying_party",
  entries: pin(
    { ...asksForCodes, response_mode: "default" },
    relyingPartyLogout,
    relyingPartyLogoutOtherState,
    relyingPartyLogoutNoState,
  ),
};
