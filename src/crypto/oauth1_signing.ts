import { createHmac } from "node:crypto";

/** RSASSA-PKCS1-v1_5 with SHA-1 (RFC 5849 section 3.4.3), which nothing but OAuth 1.0a asks for here. */
const rsaSha1 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-1" } as const;

/** Signs by HMAC-SHA1 (RFC 5849 section 3.4.2): what is known against SHA-1 makes collisions, and a MAC does not fall by them. */
export const signByHmacSha1 = (text: string, key: string): string =>
  createHmac("sha1", key).update(text).digest("base64");

/** Signs by RSA-SHA1. @param privateKey What {@link makeRsaSha1Key} gave. */
export async function signByRsaSha1(text: string, privateKey: Uint8Array): Promise<string> {
  const pkcs8 = Uint8Array.from(privateKey);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, rsaSha1, false, ["sign"]);
  const signature = await crypto.subtle.sign(rsaSha1, key, new TextEncoder().encode(text));
  return new Uint8Array(signature).toBase64();
}

/** A key pair for RSA-SHA1. */
export interface RsaSha1Key {
  /** PKCS #8, to be sealed. */
  readonly privateKey: Uint8Array;
  /** SubjectPublicKeyInfo as PEM (RFC 7468 section 13), as consoles take it. */
  readonly publicKey: string;
}

const asPem = (octets: Uint8Array) =>
  `-----BEGIN PUBLIC KEY-----\n${octets.toBase64().replace(/.{1,64}/g, "$&\n")}-----END PUBLIC KEY-----\n`;

/** Makes a key pair for RSA-SHA1, of 2048 bits. */
export async function makeRsaSha1Key(): Promise<RsaSha1Key> {
  const size = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const pair = await crypto.subtle.generateKey({ ...rsaSha1, ...size }, true, ["sign", "verify"]);
  const { privateKey, publicKey } = pair;
  return {
    privateKey: new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)),
    publicKey: asPem(new Uint8Array(await crypto.subtle.exportKey("spki", publicKey))),
  };
}
