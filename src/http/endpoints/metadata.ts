import { sha256 } from "../../crypto/digest.ts";
import { jwksMaxAge } from "../../op/key_ring.ts";
import { tokenGrants } from "../../op/token_grants.ts";
import { discoveryDocument } from "../../protocol/discovery.ts";
import { mappedClaimNames } from "../../store/clients.ts";
import type { HttpContext } from "../env.ts";
import { catalogues } from "../texts/choose_locale.ts";

/** Answers with a public document, or with 304 where the caller has it (RFC 9110 section 13.1.2). */
function answerDocument(c: HttpContext, document: unknown, type: string): Response {
  const body = JSON.stringify(document), etag = `"${sha256(body).slice(0, 22)}"`;
  c.header("Cache-Control", `public, max-age=${jwksMaxAge}`);
  c.header("ETag", etag);
  const held = c.req.header("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (held?.some((tag) => tag === etag || tag === "*")) return c.body(null, 304);
  return c.body(body, 200, { "Content-Type": type });
}

/** OpenID Connect Discovery section 4, RFC 8414 section 3. Computed from the configured issuer and from what there is, never from a request. */
export async function getDiscovery(c: HttpContext): Promise<Response> {
  const { tenant, store } = c.var.provider;
  const registered = {
    grantTypes: tokenGrants.map((grant) => grant.grantType),
    locales: Object.keys(catalogues),
    mappedClaims: await mappedClaimNames(store),
  };
  return answerDocument(c, discoveryDocument(tenant.issuer, tenant.policy, registered), "application/json");
}

/** RFC 7517 section 5. */
export async function getJwks(c: HttpContext): Promise<Response> {
  return answerDocument(c, { keys: await c.var.provider.keys.published() }, "application/jwk-set+json");
}
