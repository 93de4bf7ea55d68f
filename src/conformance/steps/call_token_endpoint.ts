import type { Client } from "../client.ts";
import { formBody, formType, type WireResponse } from "../exchange.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";
import { authenticateClient } from "./authenticate_client.ts";

/** A request to the token endpoint. */
export interface TokenRequest {
  readonly client: Client;
  readonly fields: Readonly<Record<string, string>>;
  /** Audience of an assertion; the token endpoint where nothing is said. */
  readonly audience?: string;
}

/** Posts a request to the token endpoint as a client. */
export async function callTokenEndpoint(
  { stage, server }: Session,
  purpose: string,
  { client, fields, audience }: TokenRequest,
): Promise<WireResponse> {
  const url = endpointOf(server, "token_endpoint");
  const credentials = await authenticateClient(client, { audience: audience ?? url, now: stage.now() });
  for (
    const secret of [credentials.headers.authorization?.split(" ")[1], credentials.fields.client_assertion]
  ) {
    if (secret !== undefined) stage.addSecret(secret);
  }
  return await stage.send(purpose, {
    method: "POST",
    url,
    headers: { accept: "application/json", "content-type": formType, ...credentials.headers },
    body: formBody({ ...fields, ...credentials.fields }),
  });
}
