import Type, { type Static, type TObject, type TSchema } from "typebox";
import { longestPassword } from "../crypto/password_hash.ts";
import { shortestPassword } from "../accounts/set_password.ts";
import { claimTexts, phoneNumber } from "../domain/claim_text.ts";
import { languageTag } from "../domain/claims_request.ts";
import { groupBounds, groupName } from "../domain/group.ts";
import { email, username } from "../domain/login_name.ts";
import { attributes } from "./attributes_schema.ts";
import { claimSources } from "./claim_source_schema.ts";
import { mergePatchSchema } from "./merge_patch.ts";
import { pageSchema } from "./page.ts";
import { closed } from "./resource.ts";

/** The form of a person's id, as a regular expression. */
export const userId = "^[0-9A-Za-z-]{1,64}$";

const text = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }));

const words = text(claimTexts.name.longest);

const page = Type.Optional(
  Type.String({
    pattern: claimTexts.profile.pattern,
    maxLength: claimTexts.profile.longest,
    examples: ["https://people.example/ada"],
  }),
);

/** Claims that an account stores, by name (OpenID Connect Core section 5.1). */
const claimMembers = {
  name: words,
  given_name: words,
  family_name: words,
  middle_name: words,
  nickname: words,
  profile: page,
  picture: page,
  website: page,
  gender: text(claimTexts.gender.longest),
  birthdate: Type.Optional(
    Type.String({
      description: "YYYY-MM-DD, 0000-MM-DD without the year, or YYYY",
      pattern: claimTexts.birthdate.pattern,
      examples: ["1815-12-10"],
    }),
  ),
  zoneinfo: Type.Optional(
    Type.String({
      description: "A name of the time zone database",
      pattern: claimTexts.zoneinfo.pattern,
      maxLength: claimTexts.zoneinfo.longest,
      examples: ["Europe/Paris"],
    }),
  ),
  locale: Type.Optional(
    Type.String({
      description: "A language tag (RFC 5646)",
      pattern: claimTexts.locale.pattern,
      maxLength: claimTexts.locale.longest,
      examples: ["en-GB"],
    }),
  ),
  phone_number: Type.Optional(
    Type.String({
      description: "E.164 with punctuation at will, or an RFC 3966 extension",
      pattern: phoneNumber.pattern,
      maxLength: phoneNumber.longest,
      examples: ["+44 20 7946 0000"],
    }),
  ),
  phone_number_verified: Type.Optional(Type.Boolean()),
  address: Type.Optional(
    closed({
      formatted: text(1000),
      street_address: text(1000),
      locality: words,
      region: words,
      postal_code: text(50),
      country: words,
    }),
  ),
};

/** Members by a pattern of their names. */
const inLanguages = (names: readonly string[], schema: TSchema): Readonly<Record<string, TSchema>> => ({
  [`^(?:${names.join("|")})#${languageTag}$`]: schema,
});

/** The same in another language or script, such as `name#ja-Kana-JP` (OpenID Connect Core section 5.2). */
const taggedMembers = {
  ...inLanguages(["name", "given_name", "family_name", "middle_name", "nickname"], claimMembers.name),
  ...inLanguages(["profile", "picture", "website"], claimMembers.profile),
  ...inLanguages(["address"], claimMembers.address),
};

/** An object with members of a person, in other languages too, and no others. */
const person = <P extends Parameters<typeof Type.Object>[0]>(properties: P, title?: string): TObject<P> =>
  Type.Object(properties, {
    additionalProperties: false,
    patternProperties: taggedMembers,
    maxProperties: 200,
    ...(title === undefined ? {} : { title }),
  });

const groups = Type.Optional(
  Type.Array(Type.String({ pattern: groupName, examples: ["staff"] }), {
    description: "The groups that the person is in",
    maxItems: groupBounds.ofPerson,
    uniqueItems: true,
  }),
);

const accountMembers = {
  email: Type.String({
    pattern: email.pattern,
    maxLength: email.longest,
    examples: ["ada@people.example"],
  }),
  email_verified: Type.Optional(Type.Boolean({ default: false })),
  username: Type.Optional(
    Type.String({
      description: "What a person may sign in with beside the e-mail address; it has no space and no @",
      pattern: username.pattern,
      minLength: 1,
      maxLength: username.longest,
      examples: ["ada"],
    }),
  ),
  ...claimMembers,
  attributes: Type.Optional(attributes),
  claim_sources: Type.Optional(claimSources),
  groups,
};

/** What an administrator sets on a person beside password and state. */
export const userMembers = person(accountMembers);
export type UserMembers = Static<typeof userMembers>;

const password = Type.Optional(
  Type.String({
    description: `At least ${shortestPassword} characters, at most ${longestPassword} bytes in UTF-8`,
    writeOnly: true,
  }),
);

/** A person as they are created. */
export const newUser = person({ ...accountMembers, password }, "NewUser");

const { properties: patchedMembers, patternProperties } = mergePatchSchema(userMembers);

/** A change of a person. */
export const userPatch = Type.Object({
  ...patchedMembers,
  password,
  enabled: Type.Optional(Type.Boolean({ description: "Nobody signs in to a disabled account" })),
}, { title: "UserPatch", additionalProperties: false, ...(patternProperties ? { patternProperties } : {}) });

const instant = (description: string) =>
  Type.String({ description, format: "date-time", examples: ["2026-01-31T12:00:00Z"] });

const shown = {
  id: Type.String({ description: "The subject identifier (sub)" }),
  email: Type.Union([accountMembers.email, Type.Null()]),
  email_verified: Type.Boolean(),
  username: Type.Union([Type.String(), Type.Null()]),
  enabled: Type.Boolean(),
  state: Type.Enum(["pending", "active", "disabled"], { description: "pending: has no password yet" }),
  ...claimMembers,
  attributes: Type.Optional(attributes),
  claim_sources: Type.Optional(claimSources),
  groups,
  created_at: instant("When the person was created"),
  updated_at: instant("When anything about the person changed last"),
};

const link = {
  set_password_url: Type.String({ description: "Lets its holder set a password, once" }),
  set_password_expires_at: instant("Until when the link works"),
};

/** A person as they are shown. */
export const userSchema = person(shown, "User");

/** A new person as they are shown, with a link where they have no password. */
export const createdUser = person({
  ...shown,
  set_password_url: Type.Optional(link.set_password_url),
  set_password_expires_at: Type.Optional(link.set_password_expires_at),
}, "CreatedUser");

/** A link that lets its holder set a password. */
export const setPasswordLink = Type.Object(link, { title: "SetPasswordLink", additionalProperties: false });

/** A page of people. */
export const userPage = pageSchema("users", userSchema);

/** The parameter that names a person in a path. */
export const userParams = closed({ id: Type.String({ pattern: userId }) });
