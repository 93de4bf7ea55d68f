import type { Client } from "../client.ts";
import type { Config } from "../config.ts";
import type { Server } from "../server.ts";
import type { Stage } from "../stage.ts";
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

/** A client as the variant has it: registered beforehand, or now. */
export async function obtainClient(
  stage: Stage,
  server: Server,
  { part = "client", differing }: Wanted = {},
): Promise<Client> {
  if (stage.variant.client_registration === "dynamic_client") return await register(stage, server, differing);
  const { name, found } = configured(stage, part);
  if (!found) throw new Error(`The configuration has no ${name}, which the variant static_client takes`);
  const { client_id, client_secret } = found;
  if (client_secret !== undefined) stage.addSecret(client_secret);
  return {
    client_id,
    client_secret,
    redirect_uri: `${stage.receiver.origin}/callback`,
    token_endpoint_auth_method: stage.variant.client_auth_type,
    key: undefined,
    id_token_signed_response_alg: "RS256",
    userinfo_signed_response_alg: undefined,
  };
}
