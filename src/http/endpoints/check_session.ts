import { answerNotFound } from "../answer_not_found.ts";
import { assetPaths } from "../assets/assets.ts";
import { browserStateName } from "../cookies/browser_state.ts";
import type { HttpContext } from "../env.ts";
import { ownPath } from "../own_address.ts";

/**
 * Answers with the page that apps hold in a frame to ask whether sign-ins of this browser changed. The one page of ours
 * that others may frame: it shows nothing and does nothing but answer.
 *
 * @see OpenID Connect Session Management section 3.2
 */
export function getCheckSession(c: HttpContext): Response {
  if (!c.var.provider.tenant.policy.session_management) return answerNotFound(c);
  c.header(
    "Content-Security-Policy",
    "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors *",
  );
  c.header("Cache-Control", "no-store");
  const src = ownPath(c, assetPaths.checkSession);
  const script = `<script src="${src}" data-cookie="${browserStateName(c)}"></script>`;
  return c.html(
    `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Session</title>${script}</html>\n`,
  );
}
