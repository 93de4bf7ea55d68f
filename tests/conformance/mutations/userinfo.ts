import { at, body, header, notFirst, status, userinfo } from "../proxy/alter.ts";
import { codeAndToken, inModule, type Mutation } from "./mutation.ts";

const place = "userinfo_endpoint";

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-userinfo-get", [
    { id: "claims with status 500", fails: ["userinfo.status"], alter: status(place, 500) },
    {
      id: "claims as a page",
      fails: ["userinfo.media_type"],
      alter: header(place, "content-type", "text/html"),
    },
    { id: "claims that are no object", fails: ["userinfo.claims"], alter: body(place, "[]") },
    {
      id: "the claims of somebody else",
      fails: ["userinfo.sub"],
      alter: userinfo(() => ({ sub: "somebody-else" })),
    },
    {
      id: "email_verified as a text",
      fails: ["userinfo.claim_types"],
      alter: userinfo(() => ({ email_verified: "true" })),
    },
    { id: "an empty name", fails: ["userinfo.empty_claims"], alter: userinfo(() => ({ name: "" })) },
    {
      id: "claims of a source that is not told",
      fails: ["userinfo.claim_sources"],
      alter: userinfo(() => ({ _claim_names: { credit_score: "bank" }, _claim_sources: {} })),
    },
  ]),
  ...inModule("oidcc-userinfo-get", [
    {
      id: "an access token of the authorization endpoint that is not taken",
      fails: ["userinfo.status"],
      alter: status(place, 401, (traffic) => !notFirst(traffic)),
    },
  ], codeAndToken),
  ...inModule("oidcc-scope-email", [
    {
      id: "no email for the scope email",
      fails: ["userinfo.scope_claims"],
      alter: userinfo(() => ({ email: undefined })),
    },
  ]),
  ...inModule("oidcc-claims-essential", [
    {
      id: "no name though the claims parameter asks for it",
      fails: ["userinfo.asked_claims"],
      alter: userinfo(() => ({ name: undefined })),
    },
  ]),
  ...inModule("oidcc-userinfo-post-body", [
    {
      id: "a token in the body that is not taken",
      fails: ["userinfo.post_body"],
      alter: status(place, 401),
    },
  ]),
  ...inModule("oidcc-codereuse-30seconds", [
    {
      id: "an access token that outlives the second use of its code",
      fails: ["userinfo.after_replay"],
      alter: at(place, (response) => ({ ...response, status: 200 })),
    },
  ]),
];
