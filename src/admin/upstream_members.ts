import Type, { type Static, type TObject, type TOptional } from "typebox";
import { upstreamClientMembers } from "./upstream_client_members.ts";
import { upstreamFollowMembers } from "./upstream_follow_members.ts";
import { upstreamKeyMembers } from "./upstream_key_members.ts";
import type { MemberColumns, MemberSetting, UpstreamMember, UpstreamMembers } from "./upstream_member.ts";
import { upstreamPolicyMembers } from "./upstream_policy_members.ts";

/** The members of an upstream that an administrator may change, what it gave us to prove who we are aside. */
export const upstreamMembers = {
  ...upstreamClientMembers,
  ...upstreamPolicyMembers,
  ...upstreamFollowMembers,
  ...upstreamKeyMembers,
} satisfies UpstreamMembers;

type Members = typeof upstreamMembers;
const members: [string, UpstreamMember][] = Object.entries(upstreamMembers);

/** Their schemas as they are given: those that are not needed may be left out. */
export const givenMembers = Object.fromEntries(
  members.map(([name, { schema, needed }]) => [name, needed ? schema : Type.Optional(schema)]),
) as {
  readonly [Name in keyof Members]: Members[Name] extends { readonly needed: true } ? Members[Name]["schema"]
    : TOptional<Members[Name]["schema"]>;
};
export type GivenMembers = Static<TObject<typeof givenMembers>>;

/** Their schemas as they are shown: those that may be null are left out then. */
export const shownMembers = Object.fromEntries(
  members.map(([name, { schema, needed, usual }]) => {
    const isThere = needed || usual !== undefined || "default" in schema;
    return [name, isThere ? schema : Type.Optional(schema)];
  }),
);

/** What is kept of them. */
export function keptMembers(given: GivenMembers, setting: MemberSetting): MemberColumns {
  const said: Readonly<Partial<Record<string, unknown>>> = given satisfies Partial<MemberColumns>;
  return Object.fromEntries(members.map(([name, { schema, usual }]) => {
    const usually = usual ? usual(setting) : (schema as { default?: unknown }).default ?? null;
    return [name, said[name] ?? usually];
  })) as unknown as MemberColumns;
}

/** The same as an administrator would give them. */
export function writableMembers(columns: MemberColumns): GivenMembers {
  const kept: Readonly<Record<string, unknown>> = { ...columns };
  return Object.fromEntries(
    members.flatMap(([name]) => kept[name] === null ? [] : [[name, kept[name]]]),
  ) as GivenMembers;
}
