import Type from "typebox";
import { mappableName } from "../domain/attributes.ts";
import { mostUpstreamClaims, type UpstreamClaims } from "../domain/upstream_claims.ts";
import { path } from "./person_paths_schema.ts";

/** What of an account an upstream has the say over, as a member of an upstream. */
export const upstreamClaims = Type.Unsafe<UpstreamClaims>(Type.Object({}, {
  description:
    "Claims and attributes of a person that are set anew at each sign-in with it, and where each stands in what it tells; other claims are taken from it only where an account is made",
  patternProperties: {
    [mappableName]: path("Where it stands in the ID token or at userinfo: names of members joined by dots"),
  },
  additionalProperties: false,
  maxProperties: mostUpstreamClaims,
  default: {},
  examples: [{ picture: "picture", department: "organization.department" }],
}));
