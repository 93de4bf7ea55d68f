import { frontIdToken } from "../parameters.ts";
import type { Module, Stage } from "../stage.ts";
import { begin } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";
import type { LoginOptions } from "../steps/log_in.ts";

/** A request that differs from an ordinary one in what must cause no error. */
const tolerates = (id: string, summary: string, differing: (stage: Stage) => LoginOptions): Module => ({
  id,
  summary,
  run: async (stage) => {
    await logIn(await begin(stage), differing(stage));
  },
});

/** Scopes and parameters in another order. */
export const alternateHappyFlow: Module = tolerates(
  "oidcc-alternate-happy-flow",
  "The order of parameters and of scopes does not matter",
  () => ({ parameters: { scope: "email openid" }, reorder: true }),
);

/** A page of its own. */
export const displayPage: Module = tolerates(
  "oidcc-display-page",
  "display=page causes no error",
  () => ({ parameters: { display: "page" } }),
);

/** A window of its own. */
export const displayPopup: Module = tolerates(
  "oidcc-display-popup",
  "display=popup causes no error",
  () => ({ parameters: { display: "popup" } }),
);

/** A parameter of nobody's. */
export const unknownParameter: Module = tolerates(
  "oidcc-ensure-request-with-unknown-parameter-succeeds",
  "A parameter that nobody knows is ignored",
  () => ({ parameters: { extra: "foobar" } }),
);

/** Who the person may be. */
export const loginHint: Module = tolerates(
  "oidcc-login-hint",
  "login_hint causes no error",
  ({ config, issuer }) => ({
    parameters: { login_hint: config.server.login_hint ?? `buffy@${new URL(issuer).hostname}` },
  }),
);

/** Languages of the pages. */
export const uiLocales: Module = tolerates(
  "oidcc-ui-locales",
  "ui_locales causes no error",
  ({ config }) => ({ parameters: { ui_locales: config.server.ui_locales ?? "se" } }),
);

/** Languages of the claims. */
export const claimsLocales: Module = tolerates(
  "oidcc-claims-locales",
  "claims_locales causes no error",
  () => ({ parameters: { claims_locales: "se" } }),
);

/** The code flow can do without a nonce. */
export const withoutNonce: Module = {
  ...tolerates(
    "oidcc-ensure-request-without-nonce-succeeds-for-code-flow",
    "The code flow works without a nonce",
    () => ({ parameters: { nonce: undefined } }),
  ),
  appliesTo: (variant) => !frontIdToken(variant),
};

/** The request as a form. */
export const postRequest: Module = tolerates(
  "oidcc-ensure-post-request-succeeds",
  "An authorization request is taken as a form post",
  () => ({ method: "POST" }),
);
