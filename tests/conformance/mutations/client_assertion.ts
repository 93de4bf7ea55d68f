import { at } from "../proxy/alter.ts";
import type { Mutation } from "./mutation.ts";

export const mutations: readonly Mutation[] = [
  {
    id: "an assertion for the issuer that is not taken",
    fails: ["client_assertion.iss_aud"],
    module: "oidcc-ensure-client-assertion-with-iss-aud-succeeds",
    alter: at("token_endpoint", (response) => ({
      ...response,
      status: 401,
      body: JSON.stringify({ error: "invalid_client" }),
    })),
  },
];
