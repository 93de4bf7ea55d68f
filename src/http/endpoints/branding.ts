import { tenantLogo } from "../../op/tenant_logo.ts";
import { answerKept } from "../answer_kept.ts";
import { answerNotFound } from "../answer_not_found.ts";
import { brandSheet } from "../brand.ts";
import type { HttpContext } from "../env.ts";
import { answerPicture } from "./logo.ts";

/** Answers with the colours of the tenant's pages. */
export function getColours(c: HttpContext): Response {
  const colour = c.var.provider.tenant.policy.branding?.accent_color;
  return colour === undefined
    ? answerNotFound(c)
    : answerKept(c, brandSheet(colour), { type: "text/css; charset=utf-8", maxAge: 3600 });
}

/** Shows the tenant's own logo from our own origin. */
export const getTenantLogo = async (c: HttpContext): Promise<Response> =>
  answerPicture(c, await tenantLogo(c.var.provider));
