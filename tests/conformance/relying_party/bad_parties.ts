import type { Habits } from "./naive_party.ts";

/** A relying party that is bad in one point, and what it is to be found out by. */
export interface BadParty {
  /** What is wrong, in words. */
  readonly id: string;
  readonly habits: Habits;
  /** The module that is run, of the first plan that has it or of the one that is named. */
  readonly module: string;
  readonly plan?: string;
  /** The checks that do not hold; every other that is judged does. */
  readonly fails: readonly string[];
}

const signIn = "oidcc-client-test";

/** A row about an ordinary sign-in. */
const inSignIn = (id: string, habits: Habits, ...fails: readonly string[]): BadParty => ({
  ...{ id, habits, fails, module: signIn },
});

/** A request that the provider refuses, so that nobody gets further. */
const refused = (id: string, habits: Habits, check: string) =>
  inSignIn(id, habits, check, "rp_outcome.userinfo_asked");

/** A row about a good logout token. */
const inLogout = (id: string, habits: Habits, check: string): BadParty => ({
  ...{ id, habits, fails: [check], module: "oidcc-client-test-rp-backchannel-rpinitlogout" },
});

/** A row about good tokens for a refresh token. */
const inRefresh = (id: string, habits: Habits, ...fails: readonly string[]): BadParty => ({
  ...{ id, habits, fails, module: "oidcc-client-test-refresh-token" },
});

/** A row about signing out. */
const inSignOut = (id: string, habits: Habits, ...fails: readonly string[]): BadParty => ({
  ...{ id, habits, fails, module: "oidcc-client-test-rp-init-logout" },
});

/** Every one. */
export const badParties: readonly BadParty[] = [
  inSignIn(
    "another response type",
    { authorization: () => ({ response_type: "code token" }) },
    "rp_authorization_request.response_type",
  ),
  inSignIn(
    "another client_id",
    { authorization: () => ({ client_id: "another" }) },
    "rp_authorization_request.client_id",
  ),
  inSignIn(
    "another redirect_uri",
    { authorization: () => ({ redirect_uri: "https://elsewhere.example/" }) },
    "rp_authorization_request.redirect_uri",
    "rp_outcome.code_redeemed",
  ),
  inSignIn("no openid", { authorization: () => ({ scope: "profile" }) }, "rp_authorization_request.scope"),
  inSignIn("no state", { authorization: () => ({ state: undefined }) }, "rp_authorization_request.state"),
  inSignIn(
    "a parameter twice",
    { repeats: "prompt", authorization: () => ({ prompt: "login" }) },
    "rp_authorization_request.repeated",
  ),
  {
    ...inSignIn(
      "no word of form_post",
      { authorization: () => ({ response_mode: undefined }) },
      "rp_authorization_request.form_post",
    ),
    plan: "oidcc-client-formpost-basic-certification-test-plan",
  },
  {
    ...inSignIn(
      "too few scopes",
      { authorization: () => ({ scope: "openid email" }) },
      "rp_authorization_request.claim_scopes",
    ),
    module: "oidcc-client-test-scope-userinfo-claims",
  },
  inSignIn("nobody sent anywhere", { staysAtHome: true }, "rp_outcome.authorization_requested"),
  inSignIn("nobody awaited", { ignoresCallback: true }, "rp_outcome.code_redeemed"),
  refused("a token request that is no POST", { tokenMethod: "PUT" }, "rp_token_request.form"),
  refused(
    "the secret in the form",
    { authenticates: "client_secret_post" },
    "rp_token_request.client_authentication",
  ),
  refused("another grant type", { token: () => ({ grant_type: "password" }) }, "rp_token_request.grant_type"),
  refused("another code", { token: () => ({ code: "another" }) }, "rp_token_request.code"),
  refused(
    "another redirect_uri for the code",
    { token: () => ({ redirect_uri: undefined }) },
    "rp_token_request.redirect_uri",
  ),
  refused(
    "no code_verifier",
    { token: () => ({ code_verifier: undefined }) },
    "rp_token_request.code_verifier",
  ),
  inSignIn("the access token in the address", { bearer: "query" }, "rp_userinfo_request.means"),
  inSignIn("another access token", { accessToken: "another" }, "rp_userinfo_request.access_token"),
  inSignIn("no userinfo", { bearer: "nowhere" }, "rp_outcome.userinfo_asked"),
  inSignIn("nobody signed in", { refusesEverybody: true }, "rp_outcome.signed_in"),
  {
    ...inSignIn("endpoints that are guessed", { guessesEndpoints: true }, "rp_outcome.metadata_fetched"),
    module: "oidcc-client-test-discovery-openid-config",
  },
  {
    ...inSignIn("no keys", { withoutKeys: true }, "rp_outcome.keys_fetched"),
    module: "oidcc-client-test-discovery-jwks-uri-keys",
  },
  {
    ...inSignIn("keys of long ago", { keepsKeys: true }, "rp_outcome.userinfo_asked"),
    module: "oidcc-client-test-signing-key-rotation",
  },
  {
    ...inSignIn("keys of a moment ago", { keepsKeys: true }, "rp_outcome.userinfo_asked"),
    module: "oidcc-client-test-signing-key-rotation-just-before-signing",
  },
  {
    ...inSignIn(
      "userinfo about somebody else, asked for again",
      { asksTwice: true, refusesEverybody: true },
      "rp_outcome.stopped_after_userinfo",
    ),
    module: "oidcc-client-test-userinfo-invalid-sub",
  },
  inLogout("sessions that do not end", { endsNothing: true }, "rp_backchannel_logout.session_ended"),
  inLogout("no logout token taken", { refusesLogout: true }, "rp_backchannel_logout.taken"),
  inLogout("answers that are kept", { answersAreKept: true }, "rp_backchannel_logout.no_store"),
  {
    ...inSignIn("a hint that is forgotten", { forgetsHint: true }, "rp_authorization_request.login_hint"),
    module: "oidcc-client-test-3rd-party-init-login",
  },
  inSignOut("nobody sent to sign out", { signsOutNowhere: true }, "rp_logout.requested"),
  inSignOut(
    "no hint of the session",
    { logout: { id_token_hint: undefined } },
    "rp_logout_request.id_token_hint",
  ),
  inSignOut(
    "another address to come back to",
    { logout: { post_logout_redirect_uri: "https://elsewhere.example/" } },
    "rp_logout.returned",
    "rp_logout_request.post_logout_redirect_uri",
  ),
  inSignOut("no state for the way back", { logout: { state: undefined } }, "rp_logout_request.state"),
  inSignOut("nobody taken back", { refusesReturns: true }, "rp_logout.returned"),
  inSignOut("a session that goes on", { staysSignedIn: true }, "rp_logout.session_ended"),
  inRefresh("tokens that expire", { neverRefreshes: true }, "rp_refresh.requested"),
  inRefresh(
    "another refresh token",
    { refreshToken: "another" },
    "rp_refresh.used",
    "rp_refresh_request.refresh_token",
  ),
  inRefresh(
    "nobody who refreshes",
    { refreshesUnknown: true },
    "rp_refresh.used",
    "rp_refresh_request.client_authentication",
  ),
  inRefresh("refreshed tokens that are not used", { dropsRefreshed: true }, "rp_refresh.used"),
  {
    ...inSignIn("an ID token that is half used", { refusesEverybody: true }, "rp_outcome.wholly"),
    module: "oidcc-client-test-kid-absent-multiple-jwks",
  },
];
