/** Signatures of OAuth 1.0a as a server verifies them (RFC 5849 section 3.4), by code that shares nothing with ours. */
import { createHmac, createVerify } from "node:crypto";

const escaped = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");

function baseString(method: string, url: URL, oauth: Readonly<Record<string, string>>): string {
  const all = [...url.searchParams.entries(), ...Object.entries(oauth).filter(([name]) => name !== "realm")]
    .filter(([name]) => name !== "oauth_signature").map(([name, value]) =>
      `${escaped(name)}=${escaped(value)}`
    );
  // Of encoded pairs the least character after a name is its "=", but for those of which one name begins another.
  all.sort((a, b) => {
    const [m = "", x = ""] = a.split("="), [n = "", y = ""] = b.split("=");
    return m === n ? Number(x > y) - Number(x < y) : Number(m > n) - Number(m < n);
  });
  return [method, `${url.origin}${url.pathname}`, all.join("&")].map(escaped).join("&");
}

/** Protocol parameters in a header. */
export const protocolParameters = (header: string | null | undefined): Readonly<Record<string, string>> =>
  header?.startsWith("OAuth ")
    ? Object.fromEntries(
      [...header.slice(6).matchAll(/([a-z_]+)="([^"]*)"(?:, |$)/g)].map((
        [, name, value],
      ) => [name!, decodeURIComponent(value!)]),
    )
    : {};

/** What verifies a signature. */
export interface Verification {
  readonly client_secret: string;
  readonly token_secret: string;
  /** PEM, for RSA-SHA1. */
  readonly publicKey: string;
}

/** Whether a request is signed as its own parameters say. */
export function isSigned(
  { method, url }: { readonly method: string; readonly url: URL },
  oauth: Readonly<Record<string, string>>,
  { client_secret, token_secret, publicKey }: Verification,
): boolean {
  const secrets = `${escaped(client_secret)}&${escaped(token_secret)}`, text = baseString(method, url, oauth);
  const { oauth_signature = "", oauth_signature_method } = oauth;
  switch (oauth_signature_method) {
    case "HMAC-SHA1":
      return createHmac("sha1", secrets).update(text).digest("base64") === oauth_signature;
    case "RSA-SHA1":
      return createVerify("RSA-SHA1").update(text).verify(publicKey, oauth_signature, "base64");
    default:
      return oauth_signature_method === "PLAINTEXT" && secrets === oauth_signature;
  }
}
