import { firstClaims, idToken, notFirst } from "../proxy/alter.ts";
import { answerOf, asking, landingIn, pageOf } from "../proxy/landing.ts";
import { type Alter, both, type Traffic } from "../proxy/traffic.ts";
import { inModule, type Mutation, signedOut } from "./mutation.ts";

/** Whether it is not the first request for authorization. */
const again = ({ before }: Traffic) => before.some(({ place }) => place === "token_endpoint");

/** A page that has to be clicked through on the way back. */
const pageBetween: Alter = async (traffic) => {
  const url = new URL(traffic.request.url), onward = url.searchParams.get("onward");
  if (url.pathname === "/between") return answerOf({ url: onward!, channel: "query", parameters: [] });
  const response = await traffic.pass(), found = landingIn(response, traffic);
  if (!found) return response;
  const target = response.headers.find(([name]) => name === "location")![1];
  return pageOf(`<a href="${target.replaceAll("&", "&amp;")}">Go on</a>`);
};

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-prompt-login", [
    {
      id: "prompt=login that is ignored",
      fails: ["login_state.asked_again", "login_state.later_auth_time"],
      alter: asking({ prompt: undefined }),
    },
    {
      id: "the auth_time of the first sign-in after another",
      fails: ["login_state.later_auth_time"],
      alter: idToken((_, traffic) => ({ auth_time: firstClaims(traffic).auth_time }), notFirst),
    },
  ], signedOut),
  ...inModule("oidcc-prompt-none-not-logged-in", [
    { id: "a page in spite of prompt=none", fails: ["login_state.no_page"], alter: pageBetween },
    {
      id: "prompt=none that is ignored",
      fails: [
        "login_state.no_page",
        "authorization_error.code",
        "authorization_error.nothing_granted",
      ],
      alter: asking({ prompt: undefined }),
    },
  ], signedOut),
  ...inModule("oidcc-prompt-none-logged-in", [
    {
      id: "another sub for the same person",
      fails: ["login_state.same_sub"],
      alter: idToken(() => ({ sub: "somebody-else" }), notFirst),
    },
    {
      id: "another auth_time for the same sign-in",
      fails: ["login_state.same_auth_time"],
      alter: idToken(({ auth_time }) => ({ auth_time: Number(auth_time) + 1 }), notFirst),
    },
  ], signedOut),
  ...inModule("oidcc-max-age-10000", [
    {
      id: "a sign-in that is asked for though the last one is young enough",
      fails: ["login_state.not_asked_again", "login_state.same_auth_time"],
      alter: asking({ prompt: "login" }, again),
    },
    {
      id: "no auth_time in spite of max_age",
      fails: ["id_token.auth_time_present"],
      alter: idToken(() => ({ auth_time: undefined }), notFirst),
    },
  ], signedOut),
  ...inModule("oidcc-max-age-1", [
    {
      id: "max_age that is ignored after a minute",
      fails: ["login_state.asked_again", "login_state.later_auth_time", "login_state.recent_auth_time"],
      alter: both(
        asking({ max_age: undefined }),
        idToken(({ auth_time }) => ({ auth_time: Number(auth_time) - 60 })),
      ),
    },
    {
      id: "an auth_time that is older than max_age",
      fails: ["login_state.recent_auth_time"],
      alter: idToken((claims, traffic) => ({
        auth_time: Number(claims.auth_time) - (notFirst(traffic) ? 1800 : 3600),
      })),
    },
  ], signedOut),
  ...inModule("oidcc-ensure-request-with-acr-values-succeeds", [
    {
      id: "an acr that is none of acr_values",
      fails: ["id_token.asked_acr"],
      alter: idToken(() => ({ acr: "urn:example:another" })),
    },
  ], signedOut),
];
