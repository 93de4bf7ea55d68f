import { deleted, registeredChecks, registrationChecks } from "../checks/registration.ts";
import type { Client, ClientKey } from "../client.ts";
import { readObject, type WireResponse } from "../exchange.ts";
import { endpointOf, listIn, type Server } from "../server.ts";
import type { Stage } from "../stage.ts";
import { keySetOf, makeClientKey } from "./client_key.ts";

/** Metadata of a client; what is undefined is left out. */
export type ClientMetadata = Readonly<Record<string, unknown>>;

/** What an ordinary client of the variant registers (OpenID Connect Dynamic Client Registration section 2). */
export function ordinaryMetadata({ variant, receiver, random }: Stage, server: Server): ClientMetadata {
  const { response_type, client_auth_type } = variant, words = response_type.split(" ");
  const refreshes = listIn(server, "grant_types_supported").includes("refresh_token") &&
    words.includes("code");
  return {
    client_name: `Conformance ${random.text(8)}`,
    redirect_uris: [`${receiver.origin}/callback`],
    response_types: [response_type],
    grant_types: [
      ...(words.includes("code") ? ["authorization_code"] : []),
      ...(response_type === "code" ? [] : ["implicit"]),
      ...(refreshes ? ["refresh_token"] : []),
    ],
    token_endpoint_auth_method: client_auth_type,
    contacts: ["conformance@client.example"],
  };
}

/** Sends a registration. */
export function postRegistration(
  stage: Stage,
  server: Server,
  metadata: ClientMetadata,
): Promise<WireResponse> {
  const { initial_access_token: token } = stage.config;
  if (token !== undefined) stage.addSecret(token);
  return stage.send("registration", {
    method: "POST",
    url: endpointOf(server, "registration_endpoint"),
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(metadata),
  });
}

/** A client with what the server said of it. */
export interface RegisteredClient extends Client {
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Takes a client away once the module is over. */
function deleteAfterwards(stage: Stage, answer: RegisteredClient["answer"]): void {
  const { registration_client_uri: url, registration_access_token: token } = answer;
  if (typeof url !== "string" || typeof token !== "string") return;
  stage.afterwards(async () => {
    const headers = { authorization: `Bearer ${token}` };
    stage.verify(deleted, await stage.send("client deletion", { method: "DELETE", url, headers }));
  });
}

/** What differs from an ordinary registration. */
export interface Differing {
  /** Beside or instead of {@link ordinaryMetadata}. */
  readonly metadata?: ClientMetadata;
  /** The client's key; made where the method or a request object takes one. */
  readonly key?: ClientKey;
}

/** Registers a client, judges the answer, and deletes the client after the module where the server lets it. */
export async function register(
  stage: Stage,
  server: Server,
  { metadata = {}, key: given }: Differing = {},
): Promise<RegisteredClient> {
  const { client_auth_type } = stage.variant;
  const key = given ?? (client_auth_type === "private_key_jwt" ? await makeClientKey() : undefined);
  const keys = key && metadata.jwks_uri === undefined ? { jwks: keySetOf(key) } : {};
  const asked = JSON.parse(JSON.stringify({ ...ordinaryMetadata(stage, server), ...keys, ...metadata }));
  const response = await postRegistration(stage, server, asked), body = readObject(response.body);
  for (const name of ["client_secret", "registration_access_token"]) stage.addSecret(String(body?.[name]));
  stage.require(registeredChecks, { response, body, asked });
  stage.verifyAll(registrationChecks, { response, body, asked });
  const answer = body!;
  deleteAfterwards(stage, answer);
  return {
    client_id: String(answer.client_id),
    client_secret: typeof answer.client_secret === "string" ? answer.client_secret : undefined,
    redirect_uri: asked.redirect_uris[0],
    token_endpoint_auth_method: client_auth_type,
    key,
    id_token_signed_response_alg: asked.id_token_signed_response_alg ?? "RS256",
    userinfo_signed_response_alg: asked.userinfo_signed_response_alg,
    answer,
  };
}
