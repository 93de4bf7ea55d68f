import type {
  AccountTable,
  AdminRoleTable,
  OneTimeLinkTable,
  PasswordTable,
  ThrottleTable,
} from "./tables/account.ts";
import type {
  AccessTokenTable,
  AuthorizationCodeTable,
  ConsentTable,
  GrantTable,
  InteractionTable,
  ParkedRequestTable,
  RefreshTokenTable,
  RevokedJtiTable,
  TokenFamilyTable,
} from "./tables/authorization.ts";
import type {
  ClientFetchTable,
  ClientLogoTable,
  ClientSecretTable,
  ClientTable,
  InitialAccessTokenTable,
  SpentJtiTable,
} from "./tables/client.ts";
import type { LogoutDeliveryTable } from "./tables/logout.ts";
import type { RefusalTable } from "./tables/refusal.ts";
import type {
  BrowserTable,
  SessionClientTable,
  SessionTable,
  SessionUpstreamTable,
} from "./tables/session.ts";
import type { AuditEventTable, SigningKeyTable, TenantTable } from "./tables/tenant.ts";
import type {
  LinkProofTable,
  UpstreamCanaryTable,
  UpstreamDomainTable,
  UpstreamFlowTable,
  UpstreamIdentityTable,
  UpstreamTable,
  UpstreamTokenTable,
} from "./tables/upstream.ts";

/** Every table and view, by name. */
export interface Database {
  readonly tenant: TenantTable;
  readonly signing_key: SigningKeyTable;
  readonly audit_event: AuditEventTable;
  readonly account: AccountTable;
  readonly password: PasswordTable;
  readonly admin_role: AdminRoleTable;
  readonly one_time_link: OneTimeLinkTable;
  readonly throttle: ThrottleTable;
  readonly client: ClientTable;
  readonly client_secret: ClientSecretTable;
  readonly client_logo: ClientLogoTable;
  readonly client_fetch: ClientFetchTable;
  readonly spent_jti: SpentJtiTable;
  readonly initial_access_token: InitialAccessTokenTable;
  readonly browser: BrowserTable;
  readonly session: SessionTable;
  readonly session_client: SessionClientTable;
  readonly session_upstream: SessionUpstreamTable;
  readonly logout_delivery: LogoutDeliveryTable;
  readonly interaction: InteractionTable;
  readonly parked_request: ParkedRequestTable;
  readonly consent: ConsentTable;
  readonly grant: GrantTable;
  readonly authorization_code: AuthorizationCodeTable;
  readonly token_family: TokenFamilyTable;
  readonly refresh_token: RefreshTokenTable;
  readonly access_token: AccessTokenTable;
  readonly revoked_jti: RevokedJtiTable;
  readonly refusal: RefusalTable;
  readonly upstream: UpstreamTable;
  readonly upstream_canary: UpstreamCanaryTable;
  readonly upstream_domain: UpstreamDomainTable;
  readonly upstream_flow: UpstreamFlowTable;
  readonly link_proof: LinkProofTable;
  readonly upstream_identity: UpstreamIdentityTable;
  readonly upstream_token: UpstreamTokenTable;
  readonly usable_family: TokenFamilyTable & { readonly session_expires_at: number };
}
