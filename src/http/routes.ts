import { mePath, myUpstreamTokensPath } from "../admin/me_description.ts";
import { adminBase } from "../admin/openapi.ts";
import { endpoints, relyingPartyPaths } from "../protocol/endpoints.ts";
import { brandPaths } from "./brand.ts";
import { logoPath } from "./client_card.ts";
import type { Cors } from "./cors.ts";
import { getAccount } from "./endpoints/account.tsx";
import { getAdminLink, postAdminLink } from "./endpoints/admin_link.tsx";
import { getAuthorize, postAuthorize } from "./endpoints/authorize.ts";
import { getColours, getTenantLogo } from "./endpoints/branding.ts";
import { postAccount } from "./endpoints/change_account.tsx";
import { getCheckSession } from "./endpoints/check_session.ts";
import { getConsent, postConsent } from "./endpoints/consent.ts";
import { getEndSession, postEndSession, postSignOut } from "./endpoints/end_session.tsx";
import { getHealth, getReady } from "./endpoints/health.ts";
import { getHome } from "./endpoints/home.tsx";
import { getLinkProof, postLinkProof } from "./endpoints/link_proof.tsx";
import { getLogin, postLogin } from "./endpoints/login.ts";
import { getLogo } from "./endpoints/logo.ts";
import { getMe } from "./endpoints/me.ts";
import { getDiscovery, getJwks, getRelyingPartyJwks } from "./endpoints/metadata.ts";
import { deleteRegistration, getRegistration, postRegister, putRegistration } from "./endpoints/register.ts";
import { getSetPassword, postSetPassword } from "./endpoints/set_password.tsx";
import { getMyUpstreamTokens } from "./endpoints/my_upstream_tokens.ts";
import { postIntrospect, postRevoke, postToken } from "./endpoints/token.ts";
import { getUpstreamAuthorize, postUpstreamAuthorize } from "./endpoints/upstream_authorize.tsx";
import { postUpstreamBackchannelLogout } from "./endpoints/upstream_backchannel_logout.ts";
import { getUpstreamCallback, postUpstreamCallback } from "./endpoints/upstream_callback.ts";
import { getUpstreamLink, postUpstreamLink } from "./endpoints/upstream_link.tsx";
import { getUpstreamProviders } from "./endpoints/upstream_providers.ts";
import { getUpstreamSignedOut } from "./endpoints/upstream_signed_out.ts";
import { answerUserinfo } from "./endpoints/userinfo.ts";
import type { HttpContext } from "./env.ts";

type Handler = (c: HttpContext) => Response | Promise<Response>;

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One path of the server. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<Method, Handler>>>;
  readonly cors: Cors;
  /** Who reads the answer, and so how errors look: a person (`page`), or a program (`json`). */
  readonly reader: "page" | "json";
  /** Answers without a tenant, so also while the database is away. */
  readonly withoutTenant?: true;
  /** Is at the server's own issuer, and under no other tenant's. */
  readonly defaultTenantOnly?: true;
}

/** Every path, but for those of the admin API that the admin token opens, which have a list of their own. */
export const routes: readonly Route[] = [
  { path: "/", methods: { GET: getHome }, cors: "none", reader: "page" },
  { path: "/.well-known/openid-configuration", methods: { GET: getDiscovery }, cors: "any", reader: "json" },
  {
    path: "/.well-known/oauth-authorization-server",
    methods: { GET: getDiscovery },
    cors: "any",
    reader: "json",
  },
  {
    path: endpoints.authorization_endpoint,
    methods: { GET: getAuthorize, POST: postAuthorize },
    cors: "none",
    reader: "page",
  },
  { path: endpoints.token_endpoint, methods: { POST: postToken }, cors: "clients", reader: "json" },
  {
    path: endpoints.userinfo_endpoint,
    methods: { GET: answerUserinfo, POST: answerUserinfo },
    cors: "clients",
    reader: "json",
  },
  { path: adminBase + mePath, methods: { GET: getMe }, cors: "clients", reader: "json" },
  {
    path: adminBase + myUpstreamTokensPath,
    methods: { GET: getMyUpstreamTokens },
    cors: "clients",
    reader: "json",
  },
  { path: endpoints.jwks_uri, methods: { GET: getJwks }, cors: "any", reader: "json" },
  { path: endpoints.introspection_endpoint, methods: { POST: postIntrospect }, cors: "none", reader: "json" },
  { path: endpoints.revocation_endpoint, methods: { POST: postRevoke }, cors: "clients", reader: "json" },
  {
    path: endpoints.end_session_endpoint,
    methods: { GET: getEndSession, POST: postEndSession },
    cors: "none",
    reader: "page",
  },
  { path: endpoints.check_session_iframe, methods: { GET: getCheckSession }, cors: "none", reader: "page" },
  { path: "/sign-out", methods: { POST: postSignOut }, cors: "none", reader: "page" },
  { path: endpoints.registration_endpoint, methods: { POST: postRegister }, cors: "clients", reader: "json" },
  {
    path: `${endpoints.registration_endpoint}/:client_id`,
    methods: { GET: getRegistration, PUT: putRegistration, DELETE: deleteRegistration },
    cors: "clients",
    reader: "json",
  },
  { path: "/login", methods: { GET: getLogin, POST: postLogin }, cors: "none", reader: "page" },
  {
    path: relyingPartyPaths.authorize,
    methods: { GET: getUpstreamAuthorize, POST: postUpstreamAuthorize },
    cors: "none",
    reader: "page",
  },
  {
    path: `${relyingPartyPaths.callback}/:idp`,
    methods: { GET: getUpstreamCallback, POST: postUpstreamCallback },
    cors: "none",
    reader: "page",
  },
  {
    path: `${relyingPartyPaths.backchannel_logout}/:idp`,
    methods: { POST: postUpstreamBackchannelLogout },
    cors: "none",
    reader: "json",
  },
  {
    path: relyingPartyPaths.signed_out,
    methods: { GET: getUpstreamSignedOut },
    cors: "none",
    reader: "page",
  },
  {
    path: relyingPartyPaths.link,
    methods: { GET: getUpstreamLink, POST: postUpstreamLink },
    cors: "none",
    reader: "page",
  },
  {
    path: relyingPartyPaths.proof,
    methods: { GET: getLinkProof, POST: postLinkProof },
    cors: "none",
    reader: "page",
  },
  { path: relyingPartyPaths.jwks, methods: { GET: getRelyingPartyJwks }, cors: "none", reader: "json" },
  {
    path: relyingPartyPaths.providers,
    methods: { GET: getUpstreamProviders },
    cors: "clients",
    reader: "json",
  },
  { path: "/account", methods: { GET: getAccount, POST: postAccount }, cors: "none", reader: "page" },
  {
    path: "/admin-link",
    methods: { GET: getAdminLink, POST: postAdminLink },
    cors: "none",
    reader: "page",
  },
  { path: "/consent", methods: { GET: getConsent, POST: postConsent }, cors: "none", reader: "page" },
  {
    path: "/set-password",
    methods: { GET: getSetPassword, POST: postSetPassword },
    cors: "none",
    reader: "page",
  },
  { path: brandPaths.colours, methods: { GET: getColours }, cors: "none", reader: "json" },
  { path: brandPaths.logo, methods: { GET: getTenantLogo }, cors: "none", reader: "json" },
  { path: `${logoPath}/:client_id`, methods: { GET: getLogo }, cors: "none", reader: "json" },
  { path: "/healthz", methods: { GET: getHealth }, cors: "none", reader: "json", withoutTenant: true },
  { path: "/readyz", methods: { GET: getReady }, cors: "none", reader: "json", withoutTenant: true },
];
