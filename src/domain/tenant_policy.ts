import type { ArrivalLimits } from "./arrival_policy.ts";
import { type ClientOrigin, isVouchedFor } from "./client_origin.ts";
import { type Instant, never, type Seconds } from "./time.ts";

/** Lifetimes of everything that expires. Each has bounds, so that no setting makes a code live for a day. */
export interface Lifetimes {
  readonly authorization_code: Seconds;
  readonly interaction: Seconds;
  readonly parked_request: Seconds;
  readonly access_token_jwt: Seconds;
  readonly access_token_opaque: Seconds;
  readonly id_token: Seconds;
  readonly refresh_token_idle: Seconds;
  readonly refresh_token: Seconds;
  readonly refresh_token_offline: Seconds;
  readonly refresh_repeat_window: Seconds;
  readonly session_idle: Seconds;
  readonly session: Seconds;
  readonly set_password_link: Seconds;
  readonly client_secret_overlap: Seconds;
  readonly unused_client: Seconds;
  readonly unused_client_document: Seconds;
  readonly open_client_secret: Seconds;
}

const minute = 60, hour = 60 * minute, day = 24 * hour;

/** The default, the least and the most of each lifetime, in seconds. */
export const lifetimes: Readonly<
  Record<keyof Lifetimes, { readonly default: Seconds; readonly least: Seconds; readonly most: Seconds }>
> = {
  authorization_code: { default: minute, least: 10, most: 10 * minute },
  interaction: { default: 30 * minute, least: minute, most: 2 * hour },
  parked_request: { default: minute, least: 10, most: 10 * minute },
  access_token_jwt: { default: 5 * minute, least: 30, most: 10 * minute },
  access_token_opaque: { default: hour, least: 30, most: day },
  id_token: { default: hour, least: minute, most: day },
  refresh_token_idle: { default: 30 * day, least: minute, most: 180 * day },
  refresh_token: { default: 90 * day, least: minute, most: 365 * day },
  refresh_token_offline: { default: 180 * day, least: minute, most: 730 * day },
  refresh_repeat_window: { default: 30, least: 0, most: 5 * minute },
  session_idle: { default: 12 * hour, least: minute, most: 7 * day },
  session: { default: 7 * day, least: minute, most: 30 * day },
  set_password_link: { default: 3 * day, least: 5 * minute, most: 14 * day },
  client_secret_overlap: { default: day, least: 0, most: 30 * day },
  unused_client: { default: 7 * day, least: hour, most: 90 * day },
  unused_client_document: { default: day, least: hour, most: 30 * day },
  open_client_secret: { default: 90 * day, least: day, most: 365 * day },
};

/** The lifetimes that a client may have of its own: those of what is issued to it, and of sessions as far as it goes. */
export const clientLifetimeNames = [
  "authorization_code",
  "access_token_jwt",
  "access_token_opaque",
  "id_token",
  "refresh_token_idle",
  "refresh_token",
  "refresh_token_offline",
  "session_idle",
  "session",
] as const satisfies readonly (keyof Lifetimes)[];

/** Lifetimes of a client's own, within the same bounds. Only an administrator sets them. */
export type ClientLifetimes = Partial<Pick<Lifetimes, typeof clientLifetimeNames[number]>>;

/** Whose own lifetimes count. */
interface WithLifetimes {
  readonly lifetimes: ClientLifetimes;
}

/** The lifetimes of what is issued to a client. Sessions are everybody's: a client's own only ends them sooner for itself. */
type IssuedLifetime = Exclude<keyof ClientLifetimes, "session" | "session_idle">;

/** Who may register clients at the registration endpoint: nobody, who holds an initial access token, or anybody (RFC 7591 section 3). */
export const registrationPolicies = ["closed", "token", "open"] as const;
export type RegistrationPolicy = typeof registrationPolicies[number];

/** Somebody whose software statements are believed (RFC 7591 section 2.3). */
export interface SoftwareStatementIssuer {
  /** The `iss` of its statements. */
  readonly issuer: string;
  /** Its public keys (RFC 7517 section 5). */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
}

/** What pages of a tenant look like. */
export interface Branding {
  /** `#rrggbb`; pages use it as accent_colour.ts makes it readable. */
  readonly accent_color?: string;
  /** Where the tenant's logo is fetched from; browsers get it from us. */
  readonly logo_uri?: string;
}

/** What an operator decides for one tenant. Stored as given; what is absent has its default. */
export interface TenantPolicy extends Partial<ArrivalLimits> {
  /** What people see of the tenant on its pages. */
  readonly display_name?: string;
  readonly branding?: Branding;
  /** PKCE for clients that say nothing of it themselves. */
  readonly require_pkce?: boolean;
  /** Client assertions whose `aud` is an endpoint or a list, for clients that say nothing of it themselves. */
  readonly legacy_assertion_audience?: boolean;
  /** Whether every client has to sign its authorization requests (RFC 9101 section 10.5). */
  readonly require_signed_request_object?: boolean;
  /** Scopes of the tenant's own resources, beside the standard ones. */
  readonly scopes?: readonly string[];
  readonly lifetimes?: Partial<Lifetimes>;
  /** What may be asked for at the authorization endpoint, by registered names; absent: code alone. */
  readonly response_types?: readonly string[];
  /** Whether pages of apps may ask, in a frame, whether anything changed in this browser. */
  readonly session_management?: boolean;
  /** Whether a silent request in a frame of another site learns who is signed in; the issuer has to be https then. */
  readonly embedded_sign_in?: boolean;
  readonly registration?: RegistrationPolicy;
  /** Scopes of the tenant's own that clients for which nobody vouches may ask for too. */
  readonly open_scopes?: readonly string[];
  readonly software_statement_issuers?: readonly SoftwareStatementIssuer[];
  /** Whether a client may name itself by the URL of its metadata document. */
  readonly client_id_metadata_documents?: boolean;
}

/** Who may register clients; nobody where the policy does not say. */
export const registrationPolicy = (policy: TenantPolicy): RegistrationPolicy =>
  policy.registration ?? "closed";

/**
 * Whether client assertions may name an endpoint, or several audiences, in `aud`: the client's own record decides, else its
 * tenant, else no. Where they may, whoever runs another server of the same client can get one that is taken here.
 *
 * @param client The value in the client's record, which only an administrator sets; null where it says nothing.
 * @see RFC 7523bis section 3, FAPI 2.0 Security Profile section 5.3.2.1
 */
export const takesLegacyAudience = (client: boolean | null, policy: TenantPolicy): boolean =>
  client ?? policy.legacy_assertion_audience ?? false;

/**
 * The lifetime in force: the client's own, else its tenant's, else the default.
 *
 * @param client Has to be given for what is issued to one; undefined: what a client without its own would have.
 */
export const lifetime = <Name extends keyof Lifetimes>(
  policy: TenantPolicy,
  name: Name,
  ...[client]: Name extends IssuedLifetime ? [client: WithLifetimes | undefined] : []
): Seconds =>
  (client?.lifetimes as Partial<Lifetimes> | undefined)?.[name] ?? policy.lifetimes?.[name] ??
    lifetimes[name].default;

/** Until when a new secret of a client works: for a while where nobody vouches for the client, else for ever. */
export const secretExpiry = (
  client: { readonly origin: ClientOrigin },
  policy: TenantPolicy,
  now: Instant,
): Instant => isVouchedFor(client) ? never : now + lifetime(policy, "open_client_secret");

/**
 * Whether a client must use PKCE: its own record decides, else its tenant, else yes (RFC 9700 section 2.1.1).
 *
 * @param client The value in the client's record, which only an administrator sets; null where it says nothing.
 */
export const requiresPkce = (client: boolean | null, policy: TenantPolicy): boolean =>
  client ?? policy.require_pkce ?? true;
