import { at, header } from "../proxy/alter.ts";
import { dynamically, inModule, type Mutation, signedOut } from "./mutation.ts";

/** The page that tells the clients, in which something is something else. */
const page = (from: RegExp, to: string) =>
  at("end_session_endpoint", (response) => ({ ...response, body: response.body.replaceAll(from, to) }));

export const mutations: readonly Mutation[] = inModule("oidcc-frontchannel-rp-initiated-logout", [
  {
    id: "a page that tells no client",
    fails: ["frontchannel_logout.frame"],
    alter: page(/<iframe.*?<\/iframe>/g, ""),
  },
  {
    id: "a page whose policy keeps browsers from its own frames",
    fails: ["frontchannel_logout.frame"],
    alter: header("end_session_endpoint", "content-security-policy", "default-src 'self'"),
  },
  {
    id: "a frame with the iss of another issuer",
    fails: ["frontchannel_logout.iss"],
    alter: page(/\biss=[^&"]+/g, "iss=https%3A%2F%2Fattacker.example"),
  },
  {
    id: "a frame with the sid of another session",
    fails: ["frontchannel_logout.sid"],
    alter: page(/\bsid=[^&"]+/g, "sid=of-another-session"),
  },
  { id: "a frame without a sid", fails: ["frontchannel_logout.sid"], alter: page(/\bsid=[^&"]+/g, "") },
], { ...dynamically, ...signedOut });
