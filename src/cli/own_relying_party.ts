import type { Config as Examination } from "../conformance/config.ts";
import type { Receiver } from "../conformance/receiver.ts";
import type { Variant } from "../conformance/variant.ts";
import { base62, systemRandom } from "../crypto/random.ts";
import type { Own } from "./own_admin.ts";

/** The configuration of a Latchkey whose broker is examined: each provider that is played becomes an upstream of it. */
export function ownRelyingParty(
  { issuer, adminToken }: Own,
  receiver: Receiver,
  authentication: Variant["client_auth_type"] | undefined,
): Examination {
  const { hostname, port } = new URL(receiver.origin);
  const api = `${issuer}/api/v1`, authorization = `Bearer ${adminToken}`;
  return {
    server: {},
    relying_party: {
      client_id: "latchkey",
      client_secret: base62(systemRandom(32)),
      redirect_uri: `${issuer}/rp/callback/{name}`,
      introduce: {
        url: `${api}/upstreams`,
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({
          id: "{name}",
          issuer: "{issuer}",
          client_id: "{client_id}",
          ...(authentication === "none" ? {} : { client_secret: "{client_secret}" }),
          token_endpoint_auth_method: "{client_auth_type}",
          scopes: ["openid", "profile", "email", "address", "phone"],
          sign_up: "free",
          trust_email: true, // by which people are found again here
          store_tokens: true,
          logout: "always",
        }),
      },
      start: `${issuer}/rp/authorize?idp={name}`,
      initiate_login_uri: `${issuer}/rp/authorize?idp={name}`,
      backchannel_logout_uri: `${issuer}/rp/backchannel_logout/{name}`,
      refresh: {
        calls: [
          {
            ...{ method: "GET", url: `${api}/users?login={email}`, headers: { authorization } },
            take: { user: '"id":"([^"]+)"' },
          },
          { method: "GET", url: `${api}/users/{user}/upstream_tokens`, headers: { authorization } },
        ],
        used: '"status":"usable"',
      },
      logout: {
        start: `${issuer}/oauth2/end_session`,
        done: { path: "^/rp/signed_out$" },
        post_logout_redirect_uri: `${issuer}/rp/signed_out`,
      },
      signed_in: { path: "^/account$" },
      wait: 0, // it answers people once it is done with the provider
    },
    receiver: { host: hostname, port: Number(port) },
    browser: [
      { step: "other", when: { path: "^/rp/authorize$", inputs: ["idp"] } },
      {
        step: "logout",
        when: { button: { name: "decision", value: "sign_out" } },
        press: { name: "decision", value: "sign_out" },
      },
    ],
    variant: {},
  };
}
