import { type Attributes, isAttributeValue } from "../../domain/attributes.ts";
import { fitsClaim } from "../../domain/claim_text.ts";
import type { JsonObject } from "../../domain/json.ts";
import {
  isUpstreamClaim,
  type ToldClaims,
  type UpstreamClaims,
  upstreamClaimTexts,
} from "../../domain/upstream_claims.ts";
import { valueAt } from "./upstream_path.ts";

/** All that an upstream tells of a person. */
export interface Told {
  readonly document: JsonObject;
  /** Standard claims that stand elsewhere than at their names, where their places are known. */
  readonly claims: JsonObject;
}

const toldAt = ({ document, claims }: Told, path: string) =>
  Object.hasOwn(claims, path) ? claims[path] : valueAt(document, path);

/** Whether a value tells nothing: servers leave a claim out, or write it so (OpenID Connect Core section 5.3.2). */
const isNothing = (value: unknown) => value === undefined || value === null || value === "";

/** Reads what an upstream tells of what it has the say over. What no account could hold is left out, and named. */
export function readUpstreamClaims(told: Told, mapping: UpstreamClaims): ToldClaims {
  const claims: Record<string, string> = {}, attributes: Record<string, Attributes[string]> = {};
  const unusable: string[] = [];
  for (const [name, path] of Object.entries(mapping)) {
    const value = toldAt(told, path);
    if (isNothing(value)) continue;
    if (isUpstreamClaim(name)) {
      if (fitsClaim(upstreamClaimTexts[name], value)) claims[name] = value;
      else unusable.push(name);
    } else if (isAttributeValue(value)) attributes[name] = value;
    else unusable.push(name);
  }
  const owned = Object.keys(mapping).filter((name) => !isUpstreamClaim(name));
  return { claims, attributes, owned, unusable };
}
