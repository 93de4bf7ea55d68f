import { type Check, shown } from "../check.ts";
import { mediaTypeOf, type WireResponse } from "../exchange.ts";
import { emptyClaims, scopeClaims, wrongTypes } from "../standard_claims.ts";

/** An answer of the userinfo endpoint. */
export interface UserInfo {
  readonly response: WireResponse;
  /** undefined: they cannot be read. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /** Subject of the ID token. */
  readonly sub: string;
  readonly mediaType: string;
  /** Scopes that were asked for. */
  readonly scopes: readonly string[];
  /** Names of claims that the claims parameter asked for. */
  readonly asked: readonly string[];
}

type Row = Check<UserInfo>;

const listed = (names: readonly string[]) => names.length === 0 ? undefined : names.join(", ");

/** Without this there is nothing to look at. */
export const userinfoAnswered: Check<WireResponse> = {
  id: "userinfo.status",
  section: "OpenID Connect Core section 5.3.2",
  level: "failure",
  expects: "Status 200",
  judge: ({ status }) => status === 200 ? undefined : String(status),
};

/** What an answer with claims keeps to. */
export const userinfoChecks: readonly Row[] = [
  {
    id: "userinfo.media_type",
    section: "OpenID Connect Core section 5.3.2",
    level: "failure",
    expects: "application/json, or application/jwt where the client is registered for it",
    judge: ({ response, mediaType }) => {
      const type = mediaTypeOf(response);
      return type === mediaType ? undefined : shown(type);
    },
  },
  {
    id: "userinfo.claims",
    section: "OpenID Connect Core section 5.3.2",
    level: "failure",
    expects: "A JSON object",
    judge: ({ claims }) => claims ? undefined : "Something else",
  },
  {
    id: "userinfo.sub",
    section: "OpenID Connect Core section 5.3.2",
    level: "failure",
    expects: "The sub of the ID token",
    judge: ({ claims, sub }) => !claims || claims.sub === sub ? undefined : shown(claims.sub),
  },
  {
    id: "userinfo.claim_types",
    section: "OpenID Connect Core section 5.1",
    level: "failure",
    expects: "Standard claims of the types that they have",
    judge: ({ claims = {} }) => listed(wrongTypes(claims)),
  },
  {
    id: "userinfo.empty_claims",
    section: "OpenID Connect Core section 5.3.2",
    level: "failure",
    expects: "Claims without a value are left out, not null or empty",
    judge: ({ claims = {} }) => listed(emptyClaims(claims)),
  },
  {
    id: "userinfo.claim_sources",
    section: "OpenID Connect Core section 5.6.2",
    level: "failure",
    expects: "Each source in _claim_names is one of _claim_sources",
    judge: ({ claims = {} }) => {
      const named = Object.values((claims._claim_names ?? {}) as Record<string, unknown>);
      const sources = Object.keys((claims._claim_sources ?? {}) as Record<string, unknown>);
      return listed(named.map(String).filter((name) => !sources.includes(name)));
    },
  },
  {
    id: "userinfo.scope_claims",
    section: "OpenID Connect Core section 5.4",
    level: "warning",
    expects: "The claims that the scopes ask for",
    judge: ({ claims = {}, scopes }) =>
      listed(
        scopes.flatMap((scope) => scopeClaims[scope] ?? []).filter((name) => claims[name] === undefined),
      ),
  },
  {
    id: "userinfo.asked_claims",
    section: "OpenID Connect Core section 5.5",
    level: "warning",
    expects: "The claims that the claims parameter asks for",
    judge: ({ claims = {}, asked }) => listed(asked.filter((name) => claims[name] === undefined)),
  },
];

/** A token in the body is a way that a server may leave out. */
export const userinfoPostBody: Check<WireResponse> = {
  id: "userinfo.post_body",
  section: "OpenID Connect Core section 5.3.1",
  level: "warning",
  expects: "An access token in the form body is taken",
  judge: ({ status }) => status >= 400 && status < 500 ? String(status) : undefined,
};

/** Tokens of a code that was shown twice are to stop. */
export const userinfoAfterReplay: Check<WireResponse> = {
  id: "userinfo.after_replay",
  section: "RFC 6749 section 4.1.2",
  level: "warning",
  expects: "The access token of a code that was presented twice is refused",
  judge: ({ status }) => status >= 400 && status < 500 ? undefined : String(status),
};
