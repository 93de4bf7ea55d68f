import type { Config as Examination, ConfiguredClient } from "../conformance/config.ts";
import { selfSigned } from "../conformance/certificate.ts";
import { readObject, type Send } from "../conformance/exchange.ts";
import type { Receiver } from "../conformance/receiver.ts";
import { sleep } from "../conformance/run.ts";
import { keySetOf, makeClientKey, privateJwkOf } from "../conformance/steps/client_key.ts";
import { openTransport } from "../conformance/transport.ts";
import type { Variant } from "../conformance/variant.ts";
import { base62, systemRandom } from "../crypto/random.ts";
import { generateKey } from "../crypto/signing_key.ts";
import { mountAdmin } from "../http/admin_api.ts";
import { createApp } from "../http/app.ts";
import { listen } from "../http/listen.ts";
import { type CommandIo, exit } from "./command.ts";
import { keepTime } from "./keep_time.ts";
import { settingsOf, withStorage } from "./open_storage.ts";
import { build } from "./serve.ts";
import { person } from "./known_person.ts";

/** A Latchkey that was started to be examined. */
export interface OwnLatchkey {
  readonly issuer: string;
  readonly config: Examination;
}

/** A proxy that stands before it and has the certificate. */
export interface Front {
  readonly issuer: string;
  /** Told where requests are to be passed on to, by plain http. */
  readonly passTo: (origin: string) => void;
}

/** How it is started. */
export interface Start {
  /** What is examined in its stead; without one it is examined itself. */
  readonly front?: Front;
  /** Response types that it and its clients are to have beside `code`. */
  readonly responseTypes?: readonly string[];
  /** How its clients authenticate; by `client_secret_basic` where nothing is said. */
  readonly authentication?: Variant["client_auth_type"] | undefined;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Where the server under examination is, and what opens its admin API. */
interface Own {
  readonly issuer: string;
  readonly adminToken: string;
}

/** Calls the admin API. */
const openAdmin =
  ({ issuer, adminToken }: Own, send: Send) =>
  async (method: "POST" | "PATCH", path: string, body: object): Promise<Readonly<Record<string, string>>> => {
    const answer = await send({
      method,
      url: `${issuer}/api/v1${path}`,
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201 && answer.status !== 200) {
      throw new Error(`${path} answers ${answer.status}: ${answer.body}`);
    }
    return JSON.parse(answer.body);
  };

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
async function provision(
  own: Own,
  receiver: Receiver,
  { send, responseTypes, authentication }:
    & Required<Pick<Start, "responseTypes" | "authentication">>
    & { readonly send: Send },
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

/**
 * Starts a Latchkey with a certificate of its own making on a new embedded database, for as long as something is done
 * with it.
 *
 * @param receiver Where it may fetch what clients publish.
 * @returns the exit code.
 */
export async function withOwnLatchkey(
  io: CommandIo,
  receiver: Receiver,
  examine: (latchkey: OwnLatchkey) => Promise<number>,
  { front, responseTypes: legacy = [], authentication }: Start = {},
): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-conformance-" });
  const port = freePort(), adminToken = base62(systemRandom(32));
  const issuer = front?.issuer ?? `https://localhost:${port}`;
  const { cert, key } = selfSigned("localhost");
  await Deno.writeTextFile(`${folder}/cert.pem`, cert);
  await Deno.writeTextFile(`${folder}/key.pem`, key, { mode: 0o600 });
  await Deno.writeTextFile(`${folder}/receiver.pem`, receiver.certificate);
  const env = {
    LATCHKEY_ISSUER: issuer,
    LATCHKEY_LISTEN: `127.0.0.1:${port}`,
    LATCHKEY_DATA_DIR: `${folder}/data`,
    LATCHKEY_ADMIN_TOKEN: adminToken,
    LATCHKEY_FETCH_ALLOW: new URL(receiver.origin).host,
    LATCHKEY_CA_FILE: `${folder}/receiver.pem`,
    ...(front ? {} : { LATCHKEY_TLS_CERT: `${folder}/cert.pem`, LATCHKEY_TLS_KEY: `${folder}/key.pem` }),
  };
  try {
    const config = settingsOf({ ...io, env });
    if (!config) return exit.failed;
    return await withStorage(io, config, async (storage) => {
      await storage.migrate();
      const deployment = await build(config, { ...storage, generate: generateKey }, { ...io, out: () => {} });
      const listening = await listen(createApp(deployment, (hono) => mountAdmin(hono, deployment)), config);
      front?.passTo(`http://127.0.0.1:${port}`);
      const transport = openTransport(), stopTime = keepTime(deployment);
      try {
        const { send } = transport, own = { issuer, adminToken };
        const config = await provision(own, receiver, {
          send,
          responseTypes: [...new Set(["code", ...legacy])],
          authentication,
        });
        return await examine({ issuer, config });
      } finally {
        transport.close();
        await stopTime();
        await listening.drain(1000);
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
