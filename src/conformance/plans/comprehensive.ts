import { dynamicResponseTypes } from "../checks/discovery.ts";
import { acrValues } from "../modules/acr_values.ts";
import { claimsEssential } from "../modules/claims_parameter.ts";
import {
  clientAssertionIssAud,
  refreshTokenRpKeyRotation,
  registrationJwksUri,
} from "../modules/client_keys.ts";
import { codeReuse, codeReuse30Seconds } from "../modules/code_reuse.ts";
import { discoveryVerification } from "../modules/discovery.ts";
import { idTokenRs256, idTokenSignature, idTokenUnsigned } from "../modules/id_token_signature.ts";
import { serverRotateKeys } from "../modules/key_rotation.ts";
import { maxAge1, maxAge10000 } from "../modules/max_age.ts";
import { validPkce } from "../modules/pkce.ts";
import { idTokenHint, promptLogin, promptNoneLoggedIn, promptNoneNotLoggedIn } from "../modules/prompt.ts";
import {
  redirectUriFragment,
  redirectUriInRequest,
  redirectUriQuery,
  redirectUriQueryAdded,
  redirectUriQueryMismatch,
} from "../modules/redirect_uri.ts";
import { refreshToken } from "../modules/refresh_token.ts";
import {
  registeredRedirectUri,
  responseTypeMissing,
  withoutNonceFails,
} from "../modules/refused_requests.ts";
import {
  registrationLogoUri,
  registrationPolicyUri,
  registrationTosUri,
} from "../modules/registration_pages.ts";
import {
  requestObjectWithRedirectUri,
  requestUriSignedRs256,
  requestUriUnsigned,
  unsignedRequestObjectOrRejected,
} from "../modules/request_object.ts";
import { scopeAddress, scopeAll, scopeEmail, scopePhone, scopeProfile } from "../modules/scope.ts";
import { registrationSectorBad, registrationSectorUri } from "../modules/sector_identifier.ts";
import { server } from "../modules/server.ts";
import {
  alternateHappyFlow,
  claimsLocales,
  displayPage,
  displayPopup,
  loginHint,
  uiLocales,
  unknownParameter,
  withoutNonce,
} from "../modules/tolerated_parameters.ts";
import {
  userinfoGet,
  userinfoPostBodyModule,
  userinfoPostHeader,
  userinfoRs256,
} from "../modules/userinfo.ts";
import { pin, type Plan } from "../plan.ts";

/** Everything, for whatever is picked: nothing is pinned down, and nobody is certified for it. */
export const comprehensive: Plan = {
  name: "oidcc-test-plan",
  profile: "none: everything, with the variants that are picked",
  responseTypes: dynamicResponseTypes,
  entries: pin(
    {},
    discoveryVerification,
    registrationJwksUri,
    registrationLogoUri,
    registrationPolicyUri,
    registrationSectorUri,
    registrationTosUri,
    server,
    refreshToken,
    withoutNonce,
    idTokenRs256,
    idTokenSignature,
    idTokenUnsigned,
    claimsEssential,
    scopeAddress,
    scopeAll,
    scopeEmail,
    scopePhone,
    scopeProfile,
    alternateHappyFlow,
    promptLogin,
    promptNoneLoggedIn,
    promptNoneNotLoggedIn,
    redirectUriQuery,
    claimsLocales,
    idTokenHint,
    loginHint,
    maxAge1,
    maxAge10000,
    userinfoGet,
    userinfoPostBodyModule,
    userinfoPostHeader,
    userinfoRs256,
    acrValues,
    unknownParameter,
    uiLocales,
    displayPage,
    displayPopup,
    unsignedRequestObjectOrRejected,
    requestUriUnsigned,
    requestUriSignedRs256,
    refreshTokenRpKeyRotation,
    serverRotateKeys,
    validPkce,
    clientAssertionIssAud,
    codeReuse,
    codeReuse30Seconds,
    redirectUriInRequest,
    registeredRedirectUri,
    requestObjectWithRedirectUri,
    withoutNonceFails,
    redirectUriQueryAdded,
    redirectUriQueryMismatch,
    redirectUriFragment,
    registrationSectorBad,
    responseTypeMissing,
  ),
};
