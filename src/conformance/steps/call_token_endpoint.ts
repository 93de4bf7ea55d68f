import { Buffer } from "node:buffer";
import type { Client } from "../client.ts";
import { formBody, formType, type WireResponse } from "../exchange.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";

/** Form encoding of one word (RFC 6749 section 2.3.1 asks for it inside of Basic credentials). */
const encoded = (text: string) => formBody({ "": text }).slice(1);

interface Credentials {
  readonly headers: { readonly authorization?: string };
  readonly fields: Readonly<Record<string, string>>;
}

/** How a client says who it is: headers and fields. */
function credentials({ client_id, client_secret = "", token_endpoint_auth_method }: Client): Credentials {
  switch (token_endpoint_auth_method) {
    case "client_secret_basic": {
      const pair = Buffer.from(`${encoded(client_id)}:${encoded(client_secret)}`).toString("base64");
      return { headers: { authorization: `Basic ${pair}` }, fields: {} };
    }
    case "client_secret_post":
      return { headers: {}, fields: { client_id, client_secret } };
    case "none":
      return { headers: {}, fields: { client_id } };
    default:
      throw new Error(`${token_endpoint_auth_method} is not spoken yet`);
  }
}

/** Posts a request to the token endpoint as a client. */
export function callTokenEndpoint(
  { stage, server }: Session,
  purpose: string,
  { client, fields }: { readonly client: Client; readonly fields: Readonly<Record<string, string>> },
): Promise<WireResponse> {
  const { headers, fields: own }: Credentials = credentials(client);
  if (headers.authorization) stage.addSecret(headers.authorization.slice("Basic ".length));
  return stage.send(purpose, {
    method: "POST",
    url: endpointOf(server, "token_endpoint"),
    headers: { accept: "application/json", "content-type": formType, ...headers },
    body: formBody({ ...fields, ...own }),
  });
}
