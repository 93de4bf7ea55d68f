import type { Client } from "../client.ts";
import type { Config, ConfiguredClient } from "../config.ts";
import type { Server } from "../server.ts";
import type { Stage } from "../stage.ts";
import { readClientKey } from "./client_key.ts";
import { type Differing, register } from "./register.ts";

/** Which of the configured clients takes a part. */
export type Part = "client" | "client2" | "frontchannel_logout_client" | "backchannel_logout_client";

/** What is asked of a client. */
export interface Wanted {
  readonly part?: Part;
  /** What differs from an ordinary registration, where it registers itself. */
  readonly differing?: Differing;
}

const configured = ({ variant, config }: Stage, part: Part) => {
  const name: keyof Config = part === "client" && variant.client_auth_type === "client_secret_post"
    ? "client_secret_post"
    : part;
  return { name, found: config[name] };
};

/** What a configured client has to have, and has not, to authenticate in this way. */
const lacks = (method: Stage["variant"]["client_auth_type"], { client_secret, jwks }: ConfiguredClient) =>
  method === "private_key_jwt" && !jwks
    ? "jwks"
    : method.startsWith("client_secret_") && client_secret === undefined
    ? "client_secret"
    : undefined;

/** A client as the variant has it: registered beforehand, or now. */
export async function obtainClient(
  stage: Stage,
  server: Server,
  { part = "client", differing }: Wanted = {},
): Promise<Client> {
  if (stage.variant.client_registration === "dynamic_client") return await register(stage, server, differing);
  const { name, found } = configured(stage, part);
  if (!found) throw new Error(`The configuration has no ${name}, which the variant static_client takes`);
  const { client_id, client_secret, jwks } = found, { client_auth_type } = stage.variant;
  if (client_secret !== undefined) stage.addSecret(client_secret);
  const lacking = lacks(client_auth_type, found);
  if (lacking) {
    throw new Error(`The configuration has no ${lacking} of ${name}, which ${client_auth_type} takes`);
  }
  const [jwk] = jwks?.keys ?? [];
  return {
    client_id,
    client_secret,
    redirect_uri: `${stage.receiver.origin}/callback`,
    token_endpoint_auth_method: client_auth_type,
    key: jwk && await readClientKey(jwk),
    id_token_signed_response_alg: "RS256",
    userinfo_signed_response_alg: undefined,
  };
}
