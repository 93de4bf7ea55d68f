import { type Check, shown } from "../check.ts";

type Claims = Readonly<Record<string, unknown>>;

/** The ID tokens of one sign-in: from the authorization endpoint, and from the token endpoint. */
export interface HybridIdTokens {
  readonly front: Claims;
  readonly back: Claims;
}

/** A claim that is the same in both. */
const same = (name: string): Check<HybridIdTokens>["judge"] => ({ front, back }) =>
  front[name] === back[name] ? undefined : `${shown(back[name])} after ${shown(front[name])}`;

/** What two ID tokens of one sign-in have in common. */
export const hybridIdTokenChecks: readonly Check<HybridIdTokens>[] = [
  {
    id: "hybrid_id_tokens.iss",
    section: "OpenID Connect Core section 3.3.3.6",
    level: "failure",
    expects: "The same iss in both ID tokens",
    judge: same("iss"),
  },
  {
    id: "hybrid_id_tokens.sub",
    section: "OpenID Connect Core section 3.3.3.6",
    level: "failure",
    expects: "The same sub in both ID tokens",
    judge: same("sub"),
  },
  {
    id: "hybrid_id_tokens.auth_time",
    section: "OpenID Connect Core section 3.3.3.6",
    level: "warning",
    expects: "The same auth_time in both ID tokens",
    judge: same("auth_time"),
  },
];
