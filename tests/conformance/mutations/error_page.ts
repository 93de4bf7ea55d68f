import { header, status } from "../proxy/alter.ts";
import { pageOf, redirectTo } from "../proxy/landing.ts";
import type { Alter } from "../proxy/traffic.ts";
import { inModule, type Mutation } from "./mutation.ts";

/** Lets the redirect URI through to wherever it leads. */
const openRedirector: Alter = async ({ place, request, pass }) => {
  const refused = await pass(), { searchParams } = new URL(request.url);
  return place === "authorization_endpoint"
    ? redirectTo(`${searchParams.get("redirect_uri")}?error=invalid_request`)
    : refused;
};

/** Asks for a password before it refuses. */
const signInFirst: Alter = ({ place, request, pass }) =>
  place === "authorization_endpoint" && request.method === "GET"
    ? pageOf(
      '<form method="post"><input name="username"><input type="password" name="password"><button>OK</button>',
    )
    : pass(request.method === "POST" ? { ...request, method: "GET" } : request);

export const mutations: readonly Mutation[] = inModule("oidcc-ensure-registered-redirect-uri", [
  {
    id: "a redirect to an address that is not registered",
    fails: ["error_page.no_redirect"],
    alter: openRedirector,
  },
  {
    id: "an error page as plain text",
    fails: ["error_page.html"],
    alter: header("authorization_endpoint", "content-type", "text/plain"),
  },
  {
    id: "an error page with status 200",
    fails: ["error_page.status"],
    alter: status("authorization_endpoint", 200),
  },
  { id: "a sign-in before the error page", fails: ["error_page.no_sign_in"], alter: signInFirst },
  {
    id: "a sign-in instead of the error page",
    fails: ["error_page.no_sign_in"],
    alter: async ({ place, pass }) =>
      place === "authorization_endpoint"
        ? { ...pageOf('<input type="password" name="pin">'), status: 400 }
        : await pass(),
  },
]);
