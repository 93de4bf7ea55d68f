import { headerOf } from "../../../src/conformance/exchange.ts";
import { answering, insteadOfLanding, landing, pageOf, redirectTo } from "../proxy/landing.ts";
import type { Alter } from "../proxy/traffic.ts";
import { everythingAtOnce, formPost, inModule, type Mutation, signIn } from "./mutation.ts";

/** A detour by which a form is sent on with its content. */
const repeatedPost: Alter = async ({ request, pass, issuer }) => {
  const url = new URL(request.url), onward = url.searchParams.get("onward");
  if (url.pathname === "/detour" && onward !== null) return redirectTo(onward);
  const response = await pass(), location = headerOf(response, "location");
  if (request.method !== "POST" || url.pathname !== "/login" || location === undefined) return response;
  const detour = `${issuer}/detour?onward=${encodeURIComponent(new URL(location, issuer).href)}`;
  const headers = response.headers.map(([name, value]) =>
    [name, name === "location" ? detour : value] as const
  );
  return { ...response, status: 307, headers };
};

export const mutations: readonly Mutation[] = [
  ...inModule(signIn, [
    {
      id: "a page instead of the way back",
      fails: ["authorization_response.arrived"],
      alter: insteadOfLanding(() => pageOf("")),
    },
    {
      id: "a redirect that repeats the post of a password",
      fails: ["authorization_response.no_307"],
      signedOut: true,
      alter: repeatedPost,
    },
    {
      id: "a redirect to another path of the client",
      fails: ["authorization_response.redirect_uri"],
      alter: landing(({ url }) => ({ url: `${url}/elsewhere` })),
    },
    {
      id: "a code in the fragment",
      fails: ["authorization_response.channel"],
      alter: landing(() => ({ channel: "fragment" })),
    },
    {
      id: "a token in the query",
      fails: ["authorization_response.no_token_in_query"],
      alter: answering({ refresh_token: "for-everyone-to-read" }),
    },
    {
      id: "a parameter twice",
      fails: ["authorization_response.once"],
      alter: landing(({ parameters }) => ({
        parameters: [...parameters, ...parameters.filter(([name]) => name === "state")],
      })),
    },
    {
      id: "another state",
      fails: ["authorization_response.state"],
      alter: answering({ state: "of-another-request" }),
    },
    { id: "no state", fails: ["authorization_response.state"], alter: answering({ state: undefined }) },
    {
      id: "the iss of another issuer",
      fails: ["authorization_response.iss"],
      alter: answering({ iss: "https://attacker.example" }),
    },
    { id: "no iss", fails: ["authorization_response.iss_present"], alter: answering({ iss: undefined }) },
  ]),
  ...inModule(signIn, [
    {
      id: "a code in the address of a form post",
      fails: ["authorization_response.nothing_in_query"],
      alter: landing(({ url }) => ({ url: `${url}?code=for-the-log` })),
    },
    {
      id: "a form post as plain text",
      fails: ["authorization_response.form_type"],
      alter: landing(() => ({ enctype: "text/plain" })),
    },
  ], formPost),
  ...inModule(signIn, [
    {
      id: "tokens in the query",
      fails: ["authorization_response.channel", "authorization_response.nothing_in_query"],
      alter: landing(() => ({ channel: "query" })),
    },
    {
      id: "a code in the query and all the rest in the fragment",
      fails: ["authorization_response.nothing_in_query"],
      alter: landing(({ url }) => ({ url: `${url}?code=for-the-log` })),
    },
  ], everythingAtOnce),
];
