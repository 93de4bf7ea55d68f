import { changeKeys, header, status } from "../proxy/alter.ts";
import type { Part } from "../proxy/keys.ts";
import { inKnownWords, inModule, type Mutation } from "./mutation.ts";

/** Changes the one key of that kind that the proxy signs with, so that no other rule is touched. */
const changeKey = (kid: string, differing: Part) =>
  changeKeys((keys) => keys.map((key) => key.kid === kid ? { ...key, ...differing } : key));

export const mutations: readonly Mutation[] = inModule("oidcc-discovery-endpoint-verification", [
  { id: "keys with status 404", fails: ["jwks.document"], alter: status("jwks_uri", 404) },
  { id: "no keys", fails: ["jwks.document"], alter: changeKeys(() => []) },
  {
    id: "keys as a page",
    fails: ["jwks.media_type"],
    alter: header("jwks_uri", "content-type", "text/html"),
  },
  {
    id: "a published private key",
    fails: ["jwks.public"],
    alter: changeKey("proxy-rsa", { p: "AQAB" }),
  },
  {
    id: "a published symmetric key",
    fails: ["jwks.public", "jwks.usable"],
    alter: changeKeys((keys) => [...keys, { kty: "oct", kid: "shared", k: "c2VjcmV0" }]),
  },
  {
    id: "a number of a key with padding",
    fails: ["jwks.base64url"],
    alter: changeKey("proxy-rsa", { e: "AQAB=" }),
  },
  { id: "two keys of one kid", fails: ["jwks.kid"], alter: changeKey("proxy-rsa", { kid: "proxy-ec" }) },
  { id: "a key without kid", fails: ["jwks.kid"], alter: changeKey("proxy-rsa", { kid: undefined }) },
  {
    id: "coordinates of another curve",
    fails: ["jwks.curve"],
    alter: changeKey("proxy-ec", { crv: "P-384" }),
  },
  {
    id: "a key of a kind that nobody knows",
    fails: ["jwks.usable"],
    alter: changeKeys((keys) => [...keys, { kty: "ROT13", kid: "rotated" }]),
  },
], inKnownWords);
