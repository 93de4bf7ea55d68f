import {
  clientAssertionIssAud,
  refreshTokenRpKeyRotation,
  registrationJwksUri,
} from "../modules/client_keys.ts";
import { dynamicResponseTypes } from "../checks/discovery.ts";
import { discoveryVerification } from "../modules/discovery.ts";
import { idTokenRs256, idTokenUnsigned } from "../modules/id_token_signature.ts";
import { serverRotateKeys } from "../modules/key_rotation.ts";
import {
  redirectUriFragment,
  redirectUriInRequest,
  redirectUriQuery,
  redirectUriQueryAdded,
  redirectUriQueryMismatch,
} from "../modules/redirect_uri.ts";
import { refreshToken } from "../modules/refresh_token.ts";
import {
  registrationLogoUri,
  registrationPolicyUri,
  registrationTosUri,
} from "../modules/registration_pages.ts";
import {
  requestObjectWithRedirectUri,
  requestUriSignedRs256,
  requestUriUnsigned,
} from "../modules/request_object.ts";
import { registrationSectorBad, registrationSectorUri } from "../modules/sector_identifier.ts";
import { server } from "../modules/server.ts";
import { userinfoRs256 } from "../modules/userinfo.ts";
import { pin, type Plan } from "../plan.ts";

/** Dynamic OP: clients that register themselves and authenticate with their own keys. */
export const dynamic: Plan = {
  name: "oidcc-dynamic-certification-test-plan",
  profile: "Dynamic OP",
  responseTypes: dynamicResponseTypes,
  entries: pin(
    { client_registration: "dynamic_client", client_auth_type: "private_key_jwt", response_mode: "default" },
    idTokenRs256,
    idTokenUnsigned,
    userinfoRs256,
    redirectUriInRequest,
    redirectUriQuery,
    redirectUriQueryMismatch,
    redirectUriQueryAdded,
    redirectUriFragment,
    discoveryVerification,
    server,
    registrationLogoUri,
    registrationPolicyUri,
    registrationTosUri,
    registrationJwksUri,
    registrationSectorUri,
    registrationSectorBad,
    serverRotateKeys,
    refreshTokenRpKeyRotation,
    requestUriUnsigned,
    requestUriSignedRs256,
    requestObjectWithRedirectUri,
    refreshToken,
    clientAssertionIssAud,
  ),
};
