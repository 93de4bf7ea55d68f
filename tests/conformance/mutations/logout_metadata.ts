import { metadata } from "../proxy/alter.ts";
import { inModule, type Mutation } from "./mutation.ts";

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-rp-initiated-logout-discovery-endpoint-verification", [{
    id: "no end_session_endpoint",
    fails: ["logout_metadata.end_session_endpoint"],
    alter: metadata(() => ({ end_session_endpoint: undefined })),
  }]),
  ...inModule("oidcc-session-management-discovery-endpoint-verification", [{
    id: "no check_session_iframe",
    fails: ["logout_metadata.check_session_iframe"],
    alter: metadata(() => ({ check_session_iframe: undefined })),
  }]),
  ...inModule("oidcc-frontchannel-logout-discovery-endpoint-verification", [
    {
      id: "front-channel logout that is not announced",
      fails: ["logout_metadata.frontchannel_logout_supported"],
      alter: metadata(() => ({ frontchannel_logout_supported: undefined })),
    },
    {
      id: "front-channel logout without sessions",
      fails: ["logout_metadata.frontchannel_logout_session_supported"],
      alter: metadata(() => ({ frontchannel_logout_session_supported: false })),
    },
  ]),
  ...inModule("oidcc-backchannel-logout-discovery-endpoint-verification", [
    {
      id: "back-channel logout that is not announced",
      fails: ["logout_metadata.backchannel_logout_supported"],
      alter: metadata(() => ({ backchannel_logout_supported: undefined })),
    },
    {
      id: "back-channel logout without sessions",
      fails: ["logout_metadata.backchannel_logout_session_supported"],
      alter: metadata(() => ({ backchannel_logout_session_supported: false })),
    },
  ]),
];
