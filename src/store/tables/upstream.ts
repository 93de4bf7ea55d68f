import type { LinkEvidence } from "../../domain/upstream_arrival.ts";
import type { PersonPaths, UpstreamEndpoints } from "../../protocol/upstream/upstream_quirk.ts";
import type { SigningAlgorithm } from "../../domain/client_metadata.ts";
import type { DecryptionAlgorithm } from "../../domain/provider_key.ts";
import type {
  AssertionAudience,
  SignatureMethod,
  SignUpPolicy,
  UpstreamAuthenticationMethod,
  UpstreamKind,
  UpstreamLogout,
} from "../../domain/upstream.ts";
import type { UpstreamClaims } from "../../domain/upstream_claims.ts";
import type { Handled, Stateful } from "./row.ts";

export interface UpstreamTable extends Stateful {
  readonly id: string;
  readonly slug: string;
  readonly kind: UpstreamKind;
  /** The ready-made one that it is; `-` where it is none. */
  readonly preset: string;
  /** Of one that is neither ready-made nor an OpenID Provider. */
  readonly endpoints: UpstreamEndpoints | null;
  readonly person: PersonPaths | null;
  readonly display_name: string;
  readonly issuer: string;
  readonly client_id: string;
  /** Sealed: what it gave us to prove who we are. A secret, or a private key where it has us sign one. */
  readonly client_secret: Uint8Array | null;
  /** What the private key is named by, and whose it is, where it is one. */
  readonly key_id: string | null;
  readonly team_id: string | null;
  /** `none` for one that speaks OAuth 1.0a: every request to it is signed. */
  readonly token_endpoint_auth_method: UpstreamAuthenticationMethod;
  /** Of one that speaks OAuth 1.0a. */
  readonly signature_method: SignatureMethod | null;
  /** The private key of RSA-SHA1, sealed, and the public one as PEM. */
  readonly signing_key: Uint8Array | null;
  readonly public_key: string | null;
  /** What our own key signs by where we authenticate with it; null: ES256. */
  readonly token_endpoint_auth_signing_alg: SigningAlgorithm | null;
  /** Null: the issuer. */
  readonly client_assertion_audience: AssertionAudience | null;
  /** By what ID tokens are encrypted to us; null: they are not. */
  readonly id_token_encrypted_response_alg: DecryptionAlgorithm | null;
  readonly scopes: readonly string[];
  readonly trust_email: boolean;
  readonly sign_up: SignUpPolicy;
  readonly allowed_domains: readonly string[];
  readonly link_by_email: boolean;
  readonly domains: readonly string[];
  readonly trusted_amr: readonly string[];
  readonly trusted_acr: readonly string[];
  /** Tenants of the upstream whose people may come; all of them where it is empty. */
  readonly allowed_tids: readonly string[];
  readonly many_issuers: boolean;
  /** Whether what it issues for people is kept. */
  readonly store_tokens: boolean;
  readonly logout: UpstreamLogout;
  /** What of people it says anew at each sign-in. */
  readonly claims: UpstreamClaims;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface UpstreamFlowTable extends Handled {
  readonly browser_digest: string;
  readonly upstream_id: string;
  readonly issuer: string;
  readonly purpose: string;
  /** The session that an identity is to be linked in; `-` where somebody signs in. */
  readonly session_id: string;
  /** What only this flow knows, sealed: nonce, verifier, and where the person goes afterwards. */
  readonly material: Uint8Array;
}

/** How an upstream stood when it was looked at last. */
export interface UpstreamCanaryTable extends Stateful {
  readonly upstream_id: string;
  /** What was wrong; empty where nothing was. */
  readonly found: string;
  /** 0 until the first look is over. */
  readonly checked_at: number;
  readonly due_at: number;
}

/** What somebody has yet to prove before they are linked. Its handle is that of the flow which they came by. */
export interface LinkProofTable extends Handled {
  readonly browser_digest: string;
  readonly upstream_id: string;
  readonly iss: string;
  readonly sub: string;
  /** The account that they have to sign in to. */
  readonly account_id: string;
  /** What the upstream calls its own session; `-` where it says nothing of it. */
  readonly sid: string;
  /** Sealed, until the proof is used or refused: their ID token, and what else the upstream gave us, where it is kept. */
  readonly id_token: Uint8Array | null;
  readonly tokens: Uint8Array | null;
  /** When the access token among them expires. */
  readonly tokens_expire_at: number | null;
}

/** The one upstream that is the way in for addresses of a domain. */
export interface UpstreamDomainTable {
  readonly tenant: string;
  readonly domain: string;
  readonly upstream_id: string;
}

/** Who somebody is at an upstream, and whose account that is here. */
export interface UpstreamIdentityTable extends Stateful {
  readonly id: string;
  readonly upstream_id: string;
  readonly iss: string;
  readonly sub: string;
  readonly account_id: string;
  readonly evidence: LinkEvidence;
  readonly linked_at: number;
  /** Until when it is kept after it was taken away. */
  readonly expires_at: number;
}

/** What an upstream issued for somebody who is known from there. */
export interface UpstreamTokenTable {
  readonly tenant: string;
  readonly upstream_id: string;
  readonly iss: string;
  readonly sub: string;
  /** Sealed. */
  readonly tokens: Uint8Array;
  /** When the access token expires. */
  readonly expires_at: number;
  /** Until when one server refreshes them; 0: nobody does. */
  readonly refresh_until: number;
  readonly version: number;
}
