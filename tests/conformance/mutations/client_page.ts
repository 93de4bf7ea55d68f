import { at } from "../proxy/alter.ts";
import type { Mutation } from "./mutation.ts";

/** Pages in which something is something else. */
const pages = (from: string | RegExp, to: string) =>
  at("page", (response) => ({ ...response, body: response.body.replaceAll(from, to) }));

export const mutations: readonly Mutation[] = [
  {
    id: "pages without the logo",
    fails: ["client_page.logo"],
    module: "oidcc-registration-logo-uri",
    alter: pages(/<img[^>]*>/g, ""),
  },
  {
    id: "pages with a link to another policy",
    fails: ["client_page.policy"],
    module: "oidcc-registration-policy-uri",
    alter: pages("/policy_uri/", "/policy-of-another/"),
  },
  {
    id: "pages with a link to other terms",
    fails: ["client_page.tos"],
    module: "oidcc-registration-tos-uri",
    alter: pages("/tos_uri/", "/terms-of-another/"),
  },
];
