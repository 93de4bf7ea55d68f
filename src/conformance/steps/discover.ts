import { type Discovered, discoveryChecks, discoveryFound } from "../checks/discovery.ts";
import { type Jwk, type Jwks, jwksChecks, jwksFound } from "../checks/jwks.ts";
import { readObject } from "../exchange.ts";
import type { Server } from "../server.ts";
import type { Stage } from "../stage.ts";

/** Reads the keys at an address. */
export async function fetchKeys(stage: Stage, url: string): Promise<readonly Jwk[]> {
  const response = await stage.send("keys", { method: "GET", url, headers: { accept: "application/json" } });
  const { keys } = readObject(response.body) ?? {};
  const found = Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null)
    ? keys
    : undefined;
  const evidence: Jwks = { response, keys: found };
  stage.require(jwksFound, evidence);
  stage.verifyAll(jwksChecks, evidence);
  return found as readonly Jwk[];
}

/**
 * Reads the metadata document and the keys that it names.
 *
 * @returns also the evidence, for the module that looks at the document closely.
 * @see OpenID Connect Discovery section 4
 */
export async function discover(
  stage: Stage,
): Promise<{ readonly server: Server; readonly found: Discovered }> {
  const url = `${stage.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await stage.send("metadata", {
    method: "GET",
    url,
    headers: { accept: "application/json" },
  });
  const found: Discovered = { issuer: stage.issuer, response, document: readObject(response.body) ?? {} };
  stage.require(discoveryFound, found);
  stage.verifyAll(discoveryChecks, found);
  const keys = await fetchKeys(stage, String(found.document.jwks_uri));
  return { server: { issuer: String(found.document.issuer), metadata: found.document, keys }, found };
}
