import type { Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import type { Told } from "../../protocol/upstream/upstream_claims.ts";
import type { UpstreamProfile } from "../../protocol/upstream/upstream_profile.ts";
import type { UpstreamTokens } from "../../protocol/upstream/upstream_response.ts";
import type { UpstreamRefusal } from "../upstream_refusal.ts";

/** Who an upstream says that somebody is. */
export interface UpstreamPerson {
  readonly iss: string;
  readonly sub: string;
  readonly profile: UpstreamProfile;
  readonly told: Told;
  /** When they proved themselves there, where the upstream says so. */
  readonly auth_time: Instant | undefined;
  /** The class of how well they proved themselves there, where the upstream says so. */
  readonly acr: string | undefined;
  /** How they proved themselves there, in the upstream's words. */
  readonly amr: readonly string[];
  /** What the upstream calls its session with them, where it says so. */
  readonly sid: string | undefined;
  /** What the upstream gave us for them; undefined where it gives what only we can use. */
  readonly tokens: UpstreamTokens | undefined;
}

/** Who somebody is, or why what the upstream says is nothing to go by. */
export type Identified = Result<UpstreamPerson, UpstreamRefusal>;
