import { offeredAcr } from "../../domain/acr.ts";
import {
  answerableClaims,
  type AskedClaims,
  type ClaimsRequest,
  isLanguageTag,
} from "../../domain/claims_request.ts";
import { allowedScopes, parseScope } from "../../domain/scope.ts";
import type { AuthorizationFacts } from "./authorization_facts.ts";
import {
  type ClaimPlace,
  claimsAsked,
  type ClaimsParameter,
  type RequestedClaim,
} from "./claims_parameter.ts";
import { parameter } from "../parameters.ts";

/** What the claims parameter of a request asks for. */
const asked = ({ parameters }: AuthorizationFacts): ClaimsParameter =>
  claimsAsked(parameter(parameters, "claims"));

const words = (text: string | undefined): readonly string[] | undefined => text?.split(" ").filter(Boolean);

/** Authentication context classes that a request asks for. */
export interface AcrDemand {
  /** Preferred first. */
  readonly values: readonly string[];
  /** Whether the request fails where none of them is reached (OpenID Connect Core section 5.5.1.1). */
  readonly essential: boolean;
}

/**
 * The classes that a request asks for: by the claims parameter, else by acr_values, else by the client's default.
 *
 * @see OpenID Connect Core section 3.1.2.1 and 5.5.1.1, OpenID Connect Dynamic Client Registration section 2
 */
export function acrDemand(facts: AuthorizationFacts): AcrDemand {
  const { values, essential = false } = asked(facts).id_token.get("acr") ?? {};
  if (values) return { values: values.map(String), essential };
  const usual = words(parameter(facts.parameters, "acr_values")) ??
    facts.client?.metadata.default_acr_values ?? [];
  return { values: usual, essential: false };
}

/** Those among them that somebody vouches for. */
export const acrOffered = (facts: AuthorizationFacts): readonly string[] =>
  offeredAcr(acrDemand(facts).values, facts.acr_vouched);

/**
 * The subjects that a request leaves: that of an id_token_hint, and the values asked for `sub`.
 *
 * @returns undefined where anybody will do; none where what is asked for excludes itself.
 * @see OpenID Connect Core section 3.1.2.2 and 5.5.1
 */
export function subjectsMeant(facts: AuthorizationFacts): readonly string[] | undefined {
  const { userinfo, id_token } = asked(facts);
  const hinted = facts.hint?.valid ? [facts.hint.sub] : undefined;
  const lists = [hinted, userinfo.get("sub")?.values, id_token.get("sub")?.values]
    .filter((list) => list !== undefined);
  const [first, ...others] = lists;
  return first?.filter((sub): sub is string =>
    typeof sub === "string" && others.every((list) => list.includes(sub))
  );
}

const kept = (requested: ReadonlyMap<string, RequestedClaim>): AskedClaims =>
  Object.fromEntries([...requested].map(([name, { values }]) => [name, values ? { values } : {}]));

/** So many languages are looked for at most: anybody can ask. */
const mostLocales = 10;

/**
 * The claims that a request names, as far as this client may be told them. Without `openid` there is no ID token and
 * no userinfo to find them in.
 *
 * @returns undefined where there are none.
 */
export function claimsRequested(facts: AuthorizationFacts): ClaimsRequest | undefined {
  const scopes = facts.client ? allowedScopes(facts.client, facts.policy) : [];
  const isOpenId = parseScope(parameter(facts.parameters, "scope") ?? "").includes("openid");
  const { userinfo, id_token } = asked(facts);
  const mappings = facts.client?.claim_mappings ?? {};
  const at = (place: ClaimPlace) => answerableClaims(kept({ userinfo, id_token }[place]), scopes, mappings);
  const locales = (words(parameter(facts.parameters, "claims_locales")) ?? []).filter(isLanguageTag);
  const request = {
    userinfo: at("userinfo"),
    id_token: at("id_token"),
    locales: locales.slice(0, mostLocales),
  };
  const isEmpty = Object.values(request).every((part) => Object.keys(part).length === 0);
  return isEmpty || !isOpenId ? undefined : request;
}
