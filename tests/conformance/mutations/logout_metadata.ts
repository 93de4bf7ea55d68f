import { metadata } from "../proxy/alter.ts";
import { inModule, type Mutation } from "./mutation.ts";

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-rp-initiated-logout-discovery-endpoint-verification", [{
    id: "no end_session_endpoint",
    fails: ["logout_metadata.end_session_endpoint"],
    alter: metadata(() => ({ end_session_endpoint: undefined })),
  }]),
];
