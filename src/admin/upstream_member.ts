import type { TSchema } from "typebox";
import type { UpstreamKind } from "../domain/upstream.ts";
import type { UpstreamPreset } from "../protocol/upstream/presets/preset.ts";
import type { UpstreamRecord } from "../store/upstreams.ts";

/** By what it goes what stands where a member is left out. */
export interface MemberSetting {
  readonly slug: string;
  readonly kind: UpstreamKind;
  /** The ready-made one that it is. */
  readonly ready: UpstreamPreset | undefined;
  readonly has_secret: boolean;
}

/** A member of an upstream that an administrator may change. It is kept in the column of its name, as it was given. */
export interface UpstreamMember<Kept = unknown> {
  readonly schema: TSchema;
  /** Whether it can never be left out. */
  readonly needed?: true;
  /** What is kept where it is left out. Without this: the schema's default, or null, which is shown as left out. */
  readonly usual?: (setting: MemberSetting) => Kept;
}

/** The columns of members; the others hold what was sealed or made of them. */
export type MemberColumns = Omit<UpstreamRecord, "client_secret" | "signing_key" | "public_key">;

/** A member for every such column. */
export type UpstreamMembers = { readonly [Name in keyof MemberColumns]: UpstreamMember<MemberColumns[Name]> };
