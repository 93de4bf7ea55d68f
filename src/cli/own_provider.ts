import type { Config as Examination, ConfiguredClient } from "../conformance/config.ts";
import { readObject, type Send } from "../conformance/exchange.ts";
import type { Receiver } from "../conformance/receiver.ts";
import { sleep } from "../conformance/run.ts";
import { keySetOf, makeClientKey, privateJwkOf } from "../conformance/steps/client_key.ts";
import type { Variant } from "../conformance/variant.ts";
import { base62, systemRandom } from "../crypto/random.ts";
import { person } from "./known_person.ts";
import { openAdmin, type Own } from "./own_admin.ts";

/** Lets clients register themselves, and waits until the server knows that it does. */
async function openRegistration(
  own: Own,
  send: Send,
  responseTypes: readonly string[],
): Promise<void> {
  await openAdmin(own, send)("PATCH", "/tenant", {
    registration: "open",
    // As certification asks: without PKCE, and with the token endpoint in the `aud` of client assertions.
    require_pkce: false,
    session_management: true,
    response_types: responseTypes,
    legacy_assertion_audience: true,
  });
  const url = `${own.issuer}/.well-known/openid-configuration`;
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await send({ method: "GET", url, headers: {} });
    if (readObject(body)?.registration_endpoint) return;
    await sleep(0.05);
  }
  throw new Error("The server does not let clients register themselves");
}

/**
 * Makes the person, the clients and the token to register clients with that modules work with.
 *
 * @returns the configuration that names them.
 */
export async function provisionProvider(
  own: Own,
  receiver: Receiver,
  { send, responseTypes, authentication }: {
    readonly send: Send;
    readonly responseTypes: readonly string[];
    readonly authentication: Variant["client_auth_type"] | undefined;
  },
): Promise<Examination> {
  const call = openAdmin(own, send), password = base62(systemRandom(24));
  await call("POST", "/users", { ...person, password });
  await openRegistration(own, send, responseTypes);
  // With a token, because a run registers more clients than anybody may from one address.
  const { initial_access_token = "" } = await call("POST", "/initial-access-tokens", { uses: 10_000 });
  const register = async (token_endpoint_auth_method: string, differing = {}): Promise<ConfiguredClient> => {
    const { client_id = "", client_secret } = await call("POST", "/clients", {
      client_name: "Conformance",
      redirect_uris: [`${receiver.origin}/callback`],
      post_logout_redirect_uris: [`${receiver.origin}/logged-out`],
      response_types: responseTypes,
      grant_types: ["authorization_code", "refresh_token", ...(responseTypes.length > 1 ? ["implicit"] : [])],
      token_endpoint_auth_method,
      ...differing,
    });
    return { client_id, ...(client_secret === undefined ? {} : { client_secret }) };
  };
  const ordinary = async (): Promise<ConfiguredClient> => {
    const method = authentication ?? "client_secret_basic";
    if (method !== "private_key_jwt") return await register(method);
    const key = await makeClientKey();
    return { ...await register(method, { jwks: keySetOf(key) }), jwks: { keys: [await privateJwkOf(key)] } };
  };
  const { hostname, port } = new URL(receiver.origin);
  return {
    server: {
      login_hint: person.username,
      rotate_keys: {
        url: `${own.issuer}/api/v1/keys/rotate`,
        headers: { authorization: `Bearer ${own.adminToken}`, "content-type": "application/json" },
        body: "{}",
      },
    },
    initial_access_token,
    client: await ordinary(),
    client2: await ordinary(),
    client_secret_post: await register("client_secret_post"),
    frontchannel_logout_client: await register("client_secret_basic", {
      frontchannel_logout_uri: `${receiver.origin}/frontchannel-logout`,
      frontchannel_logout_session_required: true,
    }),
    backchannel_logout_client: await register("client_secret_basic", {
      backchannel_logout_uri: `${receiver.origin}/backchannel-logout`,
      backchannel_logout_session_required: true,
    }),
    receiver: { host: hostname, port: Number(port) },
    browser: [
      {
        step: "login",
        when: { inputs: ["username", "password"] },
        fill: { username: person.username, password },
      },
      {
        step: "consent",
        when: { button: { name: "decision", value: "allow" } },
        press: { name: "decision", value: "allow" },
      },
      {
        step: "logout",
        when: { button: { name: "decision", value: "sign_out" } },
        press: { name: "decision", value: "sign_out" },
      },
    ],
    variant: { client_registration: "static_client" },
  };
}
