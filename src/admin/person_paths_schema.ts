import Type from "typebox";
import { upstreamPath } from "../protocol/upstream/upstream_path.ts";
import { closed } from "./resource.ts";

/** Where something stands in what an upstream tells. */
export const path = (description: string) =>
  Type.String({ description, pattern: upstreamPath, maxLength: 200 });

/** Where each claim stands in what an upstream without ID tokens says about a person. */
export const personPaths = closed({
  sub: path("Where it says who somebody is, for ever: names of members joined by dots"),
  name: Type.Optional(path("Where the name stands")),
  given_name: Type.Optional(path("Where the given name stands")),
  family_name: Type.Optional(path("Where the family name stands")),
  nickname: Type.Optional(path("Where the nickname stands")),
  profile: Type.Optional(path("Where the address of the profile page stands")),
  picture: Type.Optional(path("Where the address of the picture stands")),
  email: Type.Optional(path("Where the e-mail address stands")),
  email_verified: Type.Optional(
    Type.Array(path("Where it says so"), {
      description: "What has to be true for the e-mail address to be verified; none: it never is",
      minItems: 1,
      maxItems: 5,
    }),
  ),
});
