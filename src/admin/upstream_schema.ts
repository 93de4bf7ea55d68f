import Type, { type Static } from "typebox";
import { mergePatchSchema } from "./merge_patch.ts";
import { pageSchema } from "./page.ts";
import { closed } from "./resource.ts";
import { issuer, kind, lasting, preset } from "./upstream_lasting_schema.ts";
import { givenMembers, shownMembers, upstreamMembers } from "./upstream_members.ts";
import { registrationMembers } from "./upstream_registration.ts";
import { upstreamClientSecret, upstreamSecretMembers } from "./upstream_secret_members.ts";

/** What names an upstream in addresses and in a client's record. */
export const upstreamSlug = Type.String({
  description: "Names it in addresses: the redirect URI to register there ends in /rp/callback/{id}",
  pattern: "^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$",
  examples: ["example"],
});

/** What an administrator sets on an upstream beside its secret. */
export const openMembers = Type.Object({ id: upstreamSlug, ...lasting, ...givenMembers }, {
  title: "UpstreamMembers",
  additionalProperties: false,
});

/** An upstream as it is created. */
export const newUpstream = Type.Object({ ...openMembers.properties, ...upstreamSecretMembers }, {
  title: "NewUpstream",
  additionalProperties: false,
});
export type NewUpstream = Static<typeof newUpstream>;

/** The members that may be changed afterwards. */
export const changeableMembers = Type.Object({ ...givenMembers, ...upstreamSecretMembers }, {
  title: "UpstreamChangeable",
  additionalProperties: false,
});
export type ChangeableMembers = Static<typeof changeableMembers>;

/** A change of an upstream. */
export const upstreamPatch = Type.Object({
  ...mergePatchSchema(Type.Object(givenMembers)).properties,
  client_secret: Type.Optional(Type.Union([upstreamClientSecret, Type.Null()])),
  private_key: upstreamSecretMembers.private_key,
  enabled: Type.Optional(Type.Boolean({ description: "Nobody signs in with a disabled one" })),
}, { title: "UpstreamPatch", additionalProperties: false });

const instant = (description: string) =>
  Type.String({ description, format: "date-time", examples: ["2026-01-31T12:00:00Z"] });

const canary = closed({
  state: Type.Enum(["well", "broken"]),
  since: instant("Since when it stands so"),
  checked_at: instant("When it was looked at last"),
  found: Type.String({ description: "What is wrong; empty where nothing is" }),
});

/** An upstream as it is shown. */
export const upstreamSchema = Type.Object({
  id: upstreamSlug,
  preset: Type.Union([preset, Type.Null()]),
  documentation: Type.Optional(
    Type.String({ description: "Where it says itself how sign-in with it works, where it is ready-made" }),
  ),
  kind,
  issuer,
  temporary_credential_endpoint: lasting.temporary_credential_endpoint,
  authorization_endpoint: lasting.authorization_endpoint,
  token_endpoint: lasting.token_endpoint,
  userinfo_endpoint: lasting.userinfo_endpoint,
  person: lasting.person,
  ...shownMembers,
  signature_method: Type.Union([upstreamMembers.signature_method.schema, Type.Null()]),
  public_key: Type.Union([
    Type.String({ description: "As PEM, to be registered there, where signature_method is RSA-SHA1" }),
    Type.Null(),
  ]),
  has_client_secret: Type.Boolean(),
  has_private_key: Type.Boolean(),
  ...registrationMembers,
  enabled: Type.Boolean(),
  canary: Type.Union([canary, Type.Null()]),
  created_at: instant("When it was created"),
  updated_at: instant("When it changed last"),
}, { title: "Upstream", additionalProperties: false });

/** A page of upstreams. */
export const upstreamPage = pageSchema("upstreams", upstreamSchema);

/** The parameter that names an upstream in a path. */
export const upstreamParams = closed({ id: upstreamSlug });
