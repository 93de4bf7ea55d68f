import { header, members, notFirst, status } from "../proxy/alter.ts";
import { inModule, type Mutation } from "./mutation.ts";

const place = "token_endpoint";

export const mutations: readonly Mutation[] = inModule("oidcc-codereuse", [
  { id: "a refusal with status 403", fails: ["token_error.status"], alter: status(place, 403, notFirst) },
  {
    id: "a refusal as a page",
    fails: ["token_error.media_type"],
    alter: header(place, "content-type", "text/html", notFirst),
  },
  {
    id: "a refusal for something else",
    fails: ["token_error.code"],
    alter: members(place, () => ({ error: "unsupported_grant_type" }), notFirst),
  },
  {
    id: "an error_description of the token endpoint with letters beyond ASCII",
    fails: ["token_error.description"],
    alter: members(place, () => ({ error_description: "Schon eingelöst" }), notFirst),
  },
]);
