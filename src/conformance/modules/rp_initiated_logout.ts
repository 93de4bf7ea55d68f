import type { Module, Stage } from "../stage.ts";
import { beginLogout, postLogoutRedirectUri } from "../steps/begin_logout.ts";
import { makeClientKey, signAs } from "../steps/client_key.ts";
import { type Login, logIn } from "../steps/log_in.ts";
import {
  expectLogoutPage,
  expectReturned,
  expectSignedOut,
  logOut,
  type LogoutRequest,
} from "../steps/log_out.ts";
import { unsignedJwt } from "../steps/request_object.ts";

const stateOf = ({ random }: Stage) => random.text(24);

/** Signs in and out, and comes back. */
const comesBack = (
  id: string,
  summary: string,
  state: (stage: Stage) => Pick<LogoutRequest, "state">,
): Module => ({
  id,
  summary,
  run: async (stage) => {
    const session = await beginLogout(stage), { idToken } = await logIn(session);
    const request = {
      id_token_hint: idToken.raw,
      post_logout_redirect_uri: postLogoutRedirectUri(stage),
      ...state(stage),
    };
    expectReturned(session, await logOut(session, request), request);
    await expectSignedOut(session);
  },
});

/** As clients do. */
export const rpInitiatedLogout: Module = comesBack(
  "oidcc-rp-initiated-logout",
  "A person who signed out comes back to the client, with its state",
  (stage) => ({ state: stateOf(stage) }),
);

/** Without a state there is none to come back. */
export const rpInitiatedLogoutNoState: Module = comesBack(
  "oidcc-rp-initiated-logout-no-state",
  "A person who signed out comes back to the client, without a state where none was sent",
  () => ({}),
);

/** Signs in and out, and comes to a page. */
const endsAtPage = (
  id: string,
  summary: string,
  { request, signedOut }: {
    readonly request: (stage: Stage, login: Login) => LogoutRequest | Promise<LogoutRequest>;
    /** Nothing is wrong with the request, so that nobody may be signed in afterwards. */
    readonly signedOut: boolean;
  },
): Module => ({
  id,
  summary,
  run: async (stage) => {
    const session = await beginLogout(stage), login = await logIn(session);
    expectLogoutPage(session, await logOut(session, await request(stage, login)));
    if (signedOut) await expectSignedOut(session);
  },
});

/** A way back that nobody registered. */
const refusesWayBack = (id: string, summary: string, uri: (stage: Stage) => string): Module =>
  endsAtPage(id, summary, {
    request: (stage, { idToken }) => ({
      id_token_hint: idToken.raw,
      post_logout_redirect_uri: uri(stage),
      state: stateOf(stage),
    }),
    signedOut: false,
  });

/** Another address. */
export const rpInitiatedLogoutBadUri: Module = refusesWayBack(
  "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
  "Nobody is sent to a post_logout_redirect_uri that is not registered",
  (stage) => `${postLogoutRedirectUri(stage)}/${stage.random.text(10)}`,
);

/** Another query is another address. */
export const rpInitiatedLogoutQueryAdded: Module = refusesWayBack(
  "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri",
  "Nobody is sent to a post_logout_redirect_uri with a query that is not registered",
  (stage) => `${postLogoutRedirectUri(stage)}?foo=bar`,
);

/** A hint that proves nothing. */
const refusesHint = (
  id: string,
  summary: string,
  hint: (login: Login) => string | undefined | Promise<string | undefined>,
): Module =>
  endsAtPage(id, summary, {
    request: async (stage, login) => {
      const id_token_hint = await hint(login);
      return {
        ...(id_token_hint === undefined ? {} : { id_token_hint }),
        post_logout_redirect_uri: postLogoutRedirectUri(stage),
        state: stateOf(stage),
      };
    },
    signedOut: false,
  });

/** Anybody can write claims. */
export const rpInitiatedLogoutModifiedHint: Module = refusesHint(
  "oidcc-rp-initiated-logout-modified-id-token-hint",
  "Nobody is sent back for an ID token whose signature was taken off",
  ({ idToken }) => unsignedJwt(idToken.claims),
);

/** Anybody can sign. */
export const rpInitiatedLogoutBadHint: Module = refusesHint(
  "oidcc-rp-initiated-logout-bad-id-token-hint",
  "Nobody is sent back for an ID token that somebody else signed",
  async ({ idToken: { header, claims } }) => {
    const key = await makeClientKey();
    return await signAs(
      { ...key, kid: typeof header.kid === "string" ? header.kid : key.kid },
      claims,
      "JWT",
    );
  },
);

/** Anybody can link to it. */
export const rpInitiatedLogoutNoHint: Module = refusesHint(
  "oidcc-rp-initiated-logout-no-id-token-hint",
  "Nobody is sent back without an ID token that shows who asks",
  () => undefined,
);

/** Nothing but the wish. */
export const rpInitiatedLogoutNoParams: Module = endsAtPage(
  "oidcc-rp-initiated-logout-no-params",
  "A person signs out without any client",
  { request: () => ({}), signedOut: true },
);

/** No way back. */
export const rpInitiatedLogoutNoUri: Module = endsAtPage(
  "oidcc-rp-initiated-logout-no-post-logout-redirect-uri",
  "A person whose client names no way back stays at the server",
  { request: (_, { idToken }) => ({ id_token_hint: idToken.raw }), signedOut: true },
);

/** A state that leads nowhere. */
export const rpInitiatedLogoutOnlyState: Module = endsAtPage(
  "oidcc-rp-initiated-logout-only-state",
  "A state alone leads nowhere",
  { request: (stage) => ({ state: stateOf(stage) }), signedOut: true },
);
