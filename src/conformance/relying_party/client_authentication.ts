import { Buffer } from "node:buffer";
import { type Parameters, valueOf } from "../parameters.ts";
import type { RegisteredParty } from "./client.ts";
import type { Asked } from "./faults.ts";

/** The methods by which a relying party may say who it is to the provider that is played here. */
export const understoodMethods = ["client_secret_basic", "client_secret_post", "none"] as const;

const isUnderstood = (method: string): method is typeof understoodMethods[number] =>
  (understoodMethods as readonly string[]).includes(method);

interface Presented {
  readonly method: typeof understoodMethods[number];
  readonly client_id: string | undefined;
  readonly client_secret: string | undefined;
}

/** Decodes one half of Basic credentials (RFC 6749 section 2.3.1). */
const formDecoded = (text: string) => new URLSearchParams(`_=${text}`).get("_") ?? "";

function presentedBy(headers: Asked["headers"], form: Parameters): Presented {
  const { authorization = "" } = headers;
  if (/^basic /i.test(authorization)) {
    const pair = Buffer.from(authorization.slice(6), "base64").toString(), cut = pair.indexOf(":");
    return {
      method: "client_secret_basic",
      client_id: formDecoded(pair.slice(0, cut)),
      client_secret: formDecoded(pair.slice(cut + 1)),
    };
  }
  const client_id = valueOf(form, "client_id"), client_secret = valueOf(form, "client_secret");
  return { method: client_secret === undefined ? "none" : "client_secret_post", client_id, client_secret };
}

/**
 * What is wrong with how a relying party says who it is; undefined where it is right.
 *
 * @see OpenID Connect Core section 9
 */
export function authenticationFault(
  { headers, form }: Pick<Asked, "headers" | "form">,
  { client_id, client_secret, token_endpoint_auth_method: method }: RegisteredParty,
): string | undefined {
  if (!isUnderstood(method)) return `${method}, which is not understood here`;
  const presented = presentedBy(headers, form);
  if (presented.method !== method) return presented.method;
  if (presented.client_id !== client_id) return "another client_id";
  return method === "none" || presented.client_secret === client_secret ? undefined : "another client_secret";
}
