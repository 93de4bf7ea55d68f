import { type Check, shown } from "../check.ts";
import type { WireResponse } from "../exchange.ts";

type Claims = Readonly<Record<string, unknown>>;

/** The ID tokens of a sign-in and of a refresh after it. */
export interface RefreshedIdToken {
  readonly first: Claims;
  readonly refreshed: Claims;
}

type Row = Check<RefreshedIdToken>;

/** What an ID token from a refresh keeps to. */
export const refreshedIdTokenChecks: readonly Row[] = [
  ...["iss", "sub", "auth_time", "azp"].map((name): Row => ({
    id: `refreshed_id_token.${name}`,
    section: "OpenID Connect Core section 12.2",
    level: "failure",
    expects: `The ${name} of the first ID token`,
    judge: ({ first, refreshed }) =>
      first[name] === refreshed[name] || (name === "auth_time" && refreshed[name] === undefined)
        ? undefined
        : shown(refreshed[name]),
  })),
  {
    id: "refreshed_id_token.aud",
    section: "OpenID Connect Core section 12.2",
    level: "failure",
    expects: "An aud with that of the first ID token in it",
    judge: ({ first, refreshed }) => {
      const now = [refreshed.aud].flat();
      return [first.aud].flat().every((one) => now.includes(one)) ? undefined : shown(refreshed.aud);
    },
  },
  {
    id: "refreshed_id_token.iat",
    section: "OpenID Connect Core section 12.2",
    level: "failure",
    expects: "An iat of its own time: later than the first",
    judge: ({ first, refreshed }) =>
      Number(refreshed.iat) > Number(first.iat) ? undefined : shown(refreshed.iat),
  },
];

/** A refresh yields a new access token. */
export const newAccessToken: Check<{ readonly first: string; readonly refreshed: string }> = {
  id: "refresh_token.new_access_token",
  section: "RFC 6749 section 6",
  level: "failure",
  expects: "Another access token than the first",
  judge: ({ first, refreshed }) => first === refreshed ? "The same" : undefined,
};

/** A refresh token belongs to its client. */
export const refusedToOthers: Check<WireResponse> = {
  id: "refresh_token.refused_to_others",
  section: "RFC 6749 section 6",
  level: "failure",
  expects: "A refresh token of another client is refused",
  judge: ({ status }) => status >= 400 && status < 500 ? undefined : String(status),
};

/** What is announced is done, and what is done is announced. */
export const refreshAnnounced: Check<{ readonly announced: boolean; readonly issued: boolean }> = {
  id: "refresh_token.announced",
  section: "RFC 8414 section 2",
  level: "warning",
  expects: "grant_types_supported has refresh_token exactly where refresh tokens are issued",
  judge: ({ announced, issued }) => {
    if (announced === issued) return undefined;
    return issued ? "Issued, and not announced" : "Announced, and none issued";
  },
};
