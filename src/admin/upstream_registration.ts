import { relyingPartyPaths } from "../protocol/endpoints.ts";
import Type from "typebox";
import { callbackAddress } from "../rp/flow/callback_address.ts";
import { signedOutAddress } from "../rp/logout/upstream_logout.ts";
import type { UpstreamRow } from "../store/upstreams.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { shownJwks } from "./upstream_keys.ts";

/** What an upstream has to be told of us, as it is shown. */
export const registrationMembers = {
  redirect_uri: Type.String({ description: "To be registered there: where it sends people back to" }),
  jwks_uri: Type.Optional(
    Type.String({ description: "Our keys, to be registered there, where we sign or it encrypts to us" }),
  ),
  backchannel_logout_uri: Type.Optional(
    Type.String({
      description:
        "To be registered there where it offers back-channel logout: who signs out there is signed out here (kind oidc)",
    }),
  ),
  initiate_login_uri: Type.Optional(
    Type.String({
      description:
        "To be registered there where it begins sign-ins with itself (kind oidc; OpenID Connect Core section 4)",
    }),
  ),
  post_logout_redirect_uri: Type.Optional(
    Type.String({ description: "To be registered there where people sign out there too (kind oidc)" }),
  ),
};

/** The same of one upstream. */
export const registrationOf = ({ tenant }: Pick<AdminPorts, "tenant">, row: UpstreamRow) => ({
  redirect_uri: callbackAddress({ tenant }, row),
  ...shownJwks(tenant.issuer, row),
  ...(row.kind === "oidc"
    ? {
      backchannel_logout_uri: `${tenant.issuer}${relyingPartyPaths.backchannel_logout}/${row.slug}`,
      initiate_login_uri: `${tenant.issuer}${relyingPartyPaths.authorize}?idp=${row.slug}`,
      post_logout_redirect_uri: signedOutAddress({ tenant }),
    }
    : {}),
});
