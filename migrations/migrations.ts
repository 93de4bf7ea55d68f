import { up as tenant } from "./0001_tenant.ts";
import { up as account } from "./0002_account.ts";
import { up as client } from "./0003_client.ts";
import { up as session } from "./0004_session.ts";
import { up as authorization } from "./0005_authorization.ts";
import { up as refusal } from "./0006_refusal.ts";
import { up as admin } from "./0007_admin.ts";
import { up as claimsRequest } from "./0009_claims_request.ts";
import { up as registration } from "./0010_registration.ts";
import { up as subject } from "./0011_subject.ts";
import { up as clientDocument } from "./0014_client_document.ts";
import { up as logout } from "./0018_logout.ts";
import { up as clientAuthentication } from "./0019_client_authentication.ts";
import { up as customClaims } from "./0021_custom_claims.ts";
import { up as claimSources } from "./0022_claim_sources.ts";
import { up as clientLogo } from "./0023_client_logo.ts";
import { up as clientFetch } from "./0024_client_fetch.ts";
import { up as tenants } from "./0025_tenants.ts";
import { up as clientAccess } from "./0027_client_access.ts";
import { up as clientLifetimes } from "./0028_client_lifetimes.ts";
import { up as upstream } from "./0030_upstream.ts";
import { up as upstreamOauth2 } from "./0031_upstream_oauth2.ts";
import { up as clientUpstreams } from "./0035_client_upstreams.ts";
import { up as sessionSignedIn } from "./0036_session_signed_in.ts";
import { up as linkProof } from "./0040_link_proof.ts";
import { up as clientArrival } from "./0041_client_arrival.ts";
import { up as upstreamOauth1 } from "./0042_upstream_oauth1.ts";
import { up as upstreamQuirks } from "./0044_upstream_quirks.ts";
import { up as relyingPartyKeys } from "./0045_relying_party_keys.ts";
import { up as sessionUpstream } from "./0047_session_upstream.ts";
import { up as upstreamToken } from "./0048_upstream_token.ts";
import { up as upstreamFollow } from "./0049_upstream_follow.ts";
import { up as upstreamCanary } from "./0050_upstream_canary.ts";
import { up as upstreamHints } from "./0051_upstream_hints.ts";
import { up as upstreamAcr } from "./0052_upstream_acr.ts";
import { up as upstreamClaims } from "./0054_upstream_claims.ts";
import { up as sessionSignedInBy } from "./0058_session_signed_in_by.ts";
import { up as upstreamDomain } from "./0059_upstream_domain.ts";
import { up as upstreamTokenVersion } from "./0060_upstream_token_version.ts";
import { up as linkProofBrought } from "./0061_link_proof_brought.ts";
import { up as clientScopeClaims } from "./0062_client_scope_claims.ts";

/** Every migration in order, imported statically so that a compiled program carries them. Landed ones are never edited. */
export const migrations: Readonly<Record<string, readonly string[]>> = {
  "0001_tenant": tenant,
  "0002_account": account,
  "0003_client": client,
  "0004_session": session,
  "0005_authorization": authorization,
  "0006_refusal": refusal,
  "0007_admin": admin,
  "0009_claims_request": claimsRequest,
  "0010_registration": registration,
  "0011_subject": subject,
  "0014_client_document": clientDocument,
  "0018_logout": logout,
  "0019_client_authentication": clientAuthentication,
  "0021_custom_claims": customClaims,
  "0022_claim_sources": claimSources,
  "0023_client_logo": clientLogo,
  "0024_client_fetch": clientFetch,
  "0025_tenants": tenants,
  "0027_client_access": clientAccess,
  "0028_client_lifetimes": clientLifetimes,
  "0030_upstream": upstream,
  "0031_upstream_oauth2": upstreamOauth2,
  "0035_client_upstreams": clientUpstreams,
  "0036_session_signed_in": sessionSignedIn,
  "0040_link_proof": linkProof,
  "0041_client_arrival": clientArrival,
  "0042_upstream_oauth1": upstreamOauth1,
  "0044_upstream_quirks": upstreamQuirks,
  "0045_relying_party_keys": relyingPartyKeys,
  "0047_session_upstream": sessionUpstream,
  "0048_upstream_token": upstreamToken,
  "0049_upstream_follow": upstreamFollow,
  "0050_upstream_canary": upstreamCanary,
  "0051_upstream_hints": upstreamHints,
  "0052_upstream_acr": upstreamAcr,
  "0054_upstream_claims": upstreamClaims,
  "0058_session_signed_in_by": sessionSignedInBy,
  "0059_upstream_domain": upstreamDomain,
  "0060_upstream_token_version": upstreamTokenVersion,
  "0061_link_proof_brought": linkProofBrought,
  "0062_client_scope_claims": clientScopeClaims,
};
