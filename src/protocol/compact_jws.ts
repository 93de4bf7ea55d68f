import { isJsonObject, isShallowJson, type JsonObject } from "../domain/json.ts";

/** A compact JWS as it was read; nothing of it is verified. */
export interface ReadJws {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function objectIn(part: string): JsonObject | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const text = utf8.decode(Uint8Array.fromBase64(part, { alphabet: "base64url" }));
    if (!isShallowJson(text)) return undefined;
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads header and claims of a signed JWT in compact form, without looking at the signature.
 *
 * @returns undefined where it is none (RFC 7515 section 7.1, RFC 7519 section 7.2).
 */
export function readJws(text: string): ReadJws | undefined {
  const [first = "", second = "", third, ...more] = text.split(".", 4);
  if (third === undefined || more.length > 0) return undefined;
  const header = objectIn(first), claims = objectIn(second);
  return header && claims ? { header, claims } : undefined;
}

/**
 * Members of a header by which its sender would choose how it is judged: they bring or point to a key, change what was
 * signed, or ask for more than is done here. Nothing that we verify may have one (RFC 8725 section 3.10, RFC 7515
 * section 4.1.11, RFC 7797 section 3).
 */
export const dangerousHeaders = ["crit", "zip", "b64", "cty", "enc", "jwk", "jku", "x5u", "x5c"] as const;
