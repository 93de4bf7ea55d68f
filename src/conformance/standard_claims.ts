/** The standard claims about a person and what each has to be (OpenID Connect Core section 5.1). */
import { isObject } from "./json.ts";

type Kind = "text" | "flag" | "seconds" | "date" | "address";

/** The JSON type of each standard claim. */
export const standardClaims: Readonly<Record<string, Kind>> = {
  name: "text",
  given_name: "text",
  family_name: "text",
  middle_name: "text",
  nickname: "text",
  preferred_username: "text",
  profile: "text",
  picture: "text",
  website: "text",
  email: "text",
  email_verified: "flag",
  gender: "text",
  birthdate: "date",
  zoneinfo: "text",
  locale: "text",
  phone_number: "text",
  phone_number_verified: "flag",
  address: "address",
  updated_at: "seconds",
};

/** The claims that a scope asks for (section 5.4). */
export const scopeClaims: Readonly<Record<string, readonly string[]>> = {
  profile: [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number", "phone_number_verified"],
};

const addressMembers = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

/** Seconds of the year 3000: what is above it counts milliseconds. */
const farthest = 32_503_680_000;

const holds: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  flag: (value) => typeof value === "boolean",
  seconds: (value) => typeof value === "number" && value >= 0 && value < farthest,
  date: (value) => typeof value === "string" && /^\d{4}(-\d\d-\d\d)?$/.test(value),
  address: (value) =>
    isObject(value) &&
    Object.entries(value).every(([name, part]) => !addressMembers.includes(name) || typeof part === "string"),
};

type Claims = Readonly<Record<string, unknown>>;

/** A claim's name without its language tag (section 5.2). */
const bare = (name: string) => name.split("#")[0]!;

const isEmpty = (value: unknown) => value === null || value === "";

/** Names of standard claims that have a value of another type. */
export const wrongTypes = (claims: Claims): readonly string[] =>
  Object.entries(claims).filter(([name, value]) => {
    const kind = Object.hasOwn(standardClaims, bare(name)) ? standardClaims[bare(name)] : undefined;
    return kind !== undefined && !isEmpty(value) && !holds[kind](value);
  }).map(([name]) => name);

/** Names of standard claims that are null or empty instead of left out (section 5.3.2). */
export const emptyClaims = (claims: Claims): readonly string[] =>
  Object.entries(claims).filter(([name, value]) =>
    Object.hasOwn(standardClaims, bare(name)) && isEmpty(value)
  )
    .map(([name]) => name);
