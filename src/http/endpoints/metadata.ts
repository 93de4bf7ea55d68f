import { vouchedAcr } from "../../domain/acr.ts";
import { jwksMaxAge } from "../../op/key_ring.ts";
import { tokenGrants } from "../../op/token_grants.ts";
import { discoveryDocument } from "../../protocol/discovery.ts";
import { mappedClaimNames } from "../../store/clients.ts";
import { acrTrust } from "../../store/upstreams.ts";
import { answerKept } from "../answer_kept.ts";
import type { HttpContext } from "../env.ts";
import { catalogues } from "../texts/choose_locale.ts";

/** Answers with a public document. */
const answerDocument = (c: HttpContext, document: unknown, type: string): Response =>
  answerKept(c, JSON.stringify(document), { type, maxAge: jwksMaxAge });

/** OpenID Connect Discovery section 4, RFC 8414 section 3. Computed from the configured issuer and from what there is, never from a request. */
export async function getDiscovery(c: HttpContext): Promise<Response> {
  const { tenant, store } = c.var.provider;
  const registered = {
    grantTypes: tokenGrants.map((grant) => grant.grantType),
    locales: Object.keys(catalogues),
    mappedClaims: await mappedClaimNames(store),
    acrValues: vouchedAcr(await acrTrust(store)),
  };
  return answerDocument(c, discoveryDocument(tenant.issuer, tenant.policy, registered), "application/json");
}

/** RFC 7517 section 5. */
export async function getJwks(c: HttpContext): Promise<Response> {
  return answerDocument(c, { keys: await c.var.provider.keys.published() }, "application/jwk-set+json");
}

/** The keys that upstreams need of us: what they verify our assertions with, and what they encrypt to us with (RFC 7517 section 5). */
export async function getRelyingPartyJwks(c: HttpContext): Promise<Response> {
  return answerDocument(c, { keys: await c.var.provider.rpKeys.published() }, "application/jwk-set+json");
}
