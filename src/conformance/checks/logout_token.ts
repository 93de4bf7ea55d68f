import { type Check, shown } from "../check.ts";
import { formType, type WireRequest } from "../exchange.ts";
import { isObject } from "../json.ts";

/** What a server sent to a client's backchannel_logout_uri. */
export interface LogoutRequestBody {
  readonly request: WireRequest;
  /** The fields of its form. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** A logout token as it came, and what it is compared with. */
export interface LogoutToken {
  /** undefined: it is no JWT. */
  readonly header: Readonly<Record<string, unknown>> | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** undefined: it verifies with a published key; otherwise why not. */
  readonly signatureFault: string | undefined;
  readonly issuer: string;
  readonly client_id: string;
  /** The algorithm that the client is registered for. */
  readonly alg: string;
  /** Claims of the ID token of the session that ended. */
  readonly idToken: Readonly<Record<string, unknown>>;
  /** Seconds since 1970-01-01T00:00:00Z when it came. */
  readonly now: number;
}

type Row = Check<LogoutToken>;

/** Seconds that clocks may differ, and in a day. */
const skew = 60, day = 24 * 3600;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** The client is told; it is the first thing to see. */
export const logoutDelivered: Check<readonly WireRequest[]> = {
  id: "logout_token.delivered",
  section: "OpenID Connect Back-Channel Logout section 2.5",
  level: "failure",
  expects: "A POST to the backchannel_logout_uri",
  judge: (requests) => requests.some(({ method }) => method === "POST") ? undefined : "None in time",
};

/** How it is sent. */
export const logoutRequestChecks: readonly Check<LogoutRequestBody>[] = [
  {
    id: "logout_token.form",
    section: "OpenID Connect Back-Channel Logout section 2.5",
    level: "failure",
    expects: `${formType} with a logout_token`,
    judge: ({ request: { headers }, fields }) => {
      const type = (headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
      if (type !== formType) return shown(type);
      return fields.some(([name]) => name === "logout_token") ? undefined : "No logout_token";
    },
  },
  {
    id: "logout_token.nothing_else",
    section: "OpenID Connect Back-Channel Logout section 2.5",
    level: "warning",
    expects: "Nothing beside logout_token",
    judge: ({ fields }) => {
      const extra = fields.map(([name]) => name).filter((name) => name !== "logout_token");
      return extra.length === 0 ? undefined : extra.join(", ");
    },
  },
];

/** Cipher suites of TLS 1.2 that are good enough. */
const strong = /^TLS_ECDHE_(RSA|ECDSA)_WITH_(AES_(128|256)_GCM|CHACHA20_POLY1305)_/;

/** How safe it is on its way. */
export const logoutRequestTls: Check<WireRequest> = {
  id: "logout_token.tls",
  section: "RFC 9325 section 4.2",
  level: "warning",
  expects: "TLS 1.3, or TLS 1.2 with forward secrecy and authenticated encryption",
  judge: ({ tls }) => {
    if (!tls) return "None";
    const { protocol, cipher } = tls;
    return protocol === "TLSv1.3" || (protocol === "TLSv1.2" && strong.test(cipher))
      ? undefined
      : `${protocol} ${cipher}`;
  },
};

/** Without these nothing in it can be believed. */
export const logoutTokenSignatureChecks: readonly Row[] = [
  {
    id: "logout_token.jwt",
    section: "OpenID Connect Back-Channel Logout section 2.4",
    level: "failure",
    expects: "A JWT with a header and claims",
    judge: ({ header }) => header ? undefined : "Something else",
  },
  {
    id: "logout_token.signature",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "A signature that verifies with a key at jwks_uri",
    judge: ({ signatureFault }) => signatureFault,
  },
  {
    id: "logout_token.alg",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "The algorithm that the client is registered for with ID tokens, by default RS256",
    judge: ({ header, alg }) => !header || header.alg === alg ? undefined : shown(header.alg),
  },
];

const event = "http://schemas.openid.net/event/backchannel-logout";

/** What a logout token says. */
export const logoutTokenChecks: readonly Row[] = [
  {
    id: "logout_token.typ",
    section: "OpenID Connect Back-Channel Logout section 2.4",
    level: "warning",
    expects: "logout+jwt as typ in its header",
    judge: ({ header }) =>
      String(header?.typ).toLowerCase().replace(/^application\//, "") === "logout+jwt"
        ? undefined
        : shown(header?.typ),
  },
  {
    id: "logout_token.iss",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "iss is the issuer",
    judge: ({ claims, issuer }) => claims.iss === issuer ? undefined : shown(claims.iss),
  },
  {
    id: "logout_token.aud",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "aud is the client, or a list with it",
    judge: ({ claims, client_id }) => [claims.aud].flat().includes(client_id) ? undefined : shown(claims.aud),
  },
  {
    id: "logout_token.iat",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "iat in seconds: not in the future, and within the last day",
    judge: ({ claims: { iat }, now }) =>
      isNumber(iat) && iat <= now + skew && iat > now - day ? undefined : shown(iat),
  },
  {
    id: "logout_token.exp",
    section: "OpenID Connect Back-Channel Logout section 2.4",
    level: "failure",
    expects: "exp in seconds: in the future",
    judge: ({ claims: { exp }, now }) =>
      isNumber(exp) && exp > now - skew && exp < now + 366 * day ? undefined : shown(exp),
  },
  {
    id: "logout_token.jti",
    section: "OpenID Connect Back-Channel Logout section 2.4",
    level: "failure",
    expects: "A jti, as a text that is not empty",
    judge: ({ claims: { jti } }) => typeof jti === "string" && jti !== "" ? undefined : shown(jti),
  },
  {
    id: "logout_token.events",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: `events with ${event} alone, which holds an empty object`,
    judge: ({ claims: { events } }) => {
      const held = isObject(events) && Object.keys(events).join() === event ? events[event] : undefined;
      return isObject(held) && Object.keys(held).length === 0 ? undefined : shown(events);
    },
  },
  {
    id: "logout_token.subject",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "A sub or a sid",
    judge: ({ claims: { sub, sid } }) => sub === undefined && sid === undefined ? "Neither" : undefined,
  },
  {
    id: "logout_token.sub",
    section: "OpenID Connect Back-Channel Logout section 2.6",
    level: "failure",
    expects: "Where there is a sub, that of the ID token",
    judge: ({ claims: { sub }, idToken }) =>
      sub === undefined || sub === idToken.sub ? undefined : shown(sub),
  },
  {
    id: "logout_token.sid",
    section: "OpenID Connect Back-Channel Logout section 2.2",
    level: "failure",
    expects: "The sid of the ID token, since the client is registered for one",
    judge: ({ claims: { sid }, idToken }) =>
      sid !== undefined && sid === idToken.sid ? undefined : shown(sid),
  },
  {
    id: "logout_token.nonce",
    section: "OpenID Connect Back-Channel Logout section 2.4",
    level: "failure",
    expects: "No nonce: it belongs to the ID token",
    judge: ({ claims: { nonce } }) => nonce === undefined ? undefined : shown(nonce),
  },
];
