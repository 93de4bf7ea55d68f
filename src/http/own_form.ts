import { equalInConstantTime } from "../crypto/digest.ts";
import { mac } from "../crypto/derived_key.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Parameters } from "../protocol/parameters.ts";
import { logRefusal } from "./answer_error.ts";
import type { HttpContext } from "./env.ts";
import { field, type FormFault, formFaults, readForm } from "./form.ts";
import { answerProblem } from "./page.tsx";

/**
 * The token that a form of ours carries, bound to what the browser holds: somebody else's page cannot know it.
 *
 * @param holder Digest of the secret that this browser has for this purpose: an interaction's cookie, or a link.
 */
export const csrfToken = ({ var: { provider } }: HttpContext, holder: string): string =>
  mac(provider.derive("csrf"), provider.tenant.id, holder);

/**
 * Whether a post comes from a page of ours. Browsers say so in Sec-Fetch-Site; where one does not, its Origin has to
 * be exactly ours. A request with neither header comes from no browser, which the token alone then has to answer for.
 */
function isOwnOrigin(c: HttpContext): boolean {
  const site = c.req.header("sec-fetch-site"), origin = c.req.header("origin");
  if (site !== undefined) return site === "same-origin";
  return origin === undefined || origin === new URL(c.var.provider.tenant.issuer).origin;
}

/** Reads a post of one of our own forms. @returns err `foreign`: it comes from elsewhere. */
async function readOwnForm(c: HttpContext): Promise<Result<Parameters, FormFault | "foreign">> {
  if (!isOwnOrigin(c)) return err("foreign");
  return await readForm(c);
}

/** Whether a form carries the token for this holder. */
export const hasCsrfToken = (c: HttpContext, form: Parameters, holder: string): Result<void, "foreign"> =>
  equalInConstantTime(field(form, "csrf"), csrfToken(c, holder)) ? ok(undefined) : err("foreign");

/** Answers a form that does not carry this browser's token. */
export function refuseForeign(c: HttpContext): Response {
  const description = "The form's token is not this browser's";
  logRefusal(c, { code: "invalid_request", why: "form.csrf", description });
  return answerProblem(c, (refusals) => refusals.foreignForm, 403);
}

/** Reads a post of one of our own forms, or answers why it cannot be taken. */
export async function takeOwnForm(c: HttpContext): Promise<Parameters | Response> {
  const form = await readOwnForm(c);
  if (form.ok) return form.value;
  const { error } = form, description = "A form cannot be taken";
  logRefusal(c, { code: "invalid_request", why: `form.${error}`, description });
  return error === "foreign"
    ? answerProblem(c, (refusals) => refusals.foreignForm, 403)
    : answerProblem(c, (refusals) => refusals.invalidRequest, formFaults[error].status);
}
