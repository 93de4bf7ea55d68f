import { frontIdToken } from "../parameters.ts";
import type { Module } from "../stage.ts";
import { authorize } from "../steps/authorize.ts";
import { begin } from "../steps/begin.ts";
import { expectErrorPage, expectPageOrRefused } from "../steps/expect_page.ts";

/** What is asked for has to be said. */
export const responseTypeMissing: Module = {
  id: "oidcc-response-type-missing",
  summary: "A request without response_type is refused",
  run: async (stage) => {
    const session = await begin(stage);
    const authorization = await authorize(session, { parameters: { response_type: undefined } });
    expectPageOrRefused(session, authorization, ["unsupported_response_type", "invalid_request"]);
  },
};

/** An ID token that comes through the browser is bound to the request by a nonce. */
export const withoutNonceFails: Module = {
  id: "oidcc-ensure-request-without-nonce-fails",
  summary: "A request without nonce is refused where an ID token comes through the browser",
  appliesTo: frontIdToken,
  run: async (stage) => {
    const session = await begin(stage);
    const authorization = await authorize(session, { parameters: { nonce: undefined } });
    expectPageOrRefused(session, authorization, ["invalid_request"]);
  },
};

/** A response goes to registered addresses alone. */
export const registeredRedirectUri: Module = {
  id: "oidcc-ensure-registered-redirect-uri",
  summary: "A request with an unregistered redirect_uri ends at an error page",
  run: async (stage) => {
    const session = await begin(stage);
    const redirect_uri = `${session.client.redirect_uri}/${stage.random.text(10)}`;
    expectErrorPage(session, await authorize(session, { parameters: { redirect_uri } }));
  },
};
