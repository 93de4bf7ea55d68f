import { acrValues } from "../modules/acr_values.ts";
import { maxAge1, maxAge10000 } from "../modules/max_age.ts";
import { idTokenHint, promptLogin, promptNoneLoggedIn, promptNoneNotLoggedIn } from "../modules/prompt.ts";
import { scopeAddress, scopeAll, scopeEmail, scopePhone, scopeProfile } from "../modules/scope.ts";
import {
  claimsLocales,
  displayPage,
  displayPopup,
  loginHint,
  uiLocales,
  unknownParameter,
} from "../modules/tolerated_parameters.ts";
import { userinfoGet, userinfoPostBodyModule, userinfoPostHeader } from "../modules/userinfo.ts";

/** The scopes of OpenID Connect Core section 5.4, one by one and together. */
export const scopes = [scopeProfile, scopeEmail, scopeAddress, scopePhone, scopeAll] as const;

/** The ways of OpenID Connect Core section 5.3.1 to ask for what is known of the person. */
export const userinfo = [userinfoGet, userinfoPostHeader, userinfoPostBodyModule] as const;

/** What a request of OpenID Connect Core section 3.1.2.1 may bring along, in the order of certification's flows. */
export const requestParameters = [
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
] as const;
