import type { HttpContext } from "./env.ts";

/** What a page may reach beside our own origin. */
export interface PageReach {
  /** Sources to which a form of this page may lead: the validated redirect URI's. */
  readonly formTargets?: readonly string[];
  /** Origins of what it may hold in frames. */
  readonly frames?: readonly string[];
}

/** The Content Security Policy of a page: nothing inline, nothing from elsewhere, no frame around it. */
const contentSecurityPolicy = ({ formTargets = [], frames = [] }: PageReach) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "script-src 'self'",
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    ...(frames.length > 0 ? [`frame-src ${frames.join(" ")}`] : []),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Headers of every answer, whatever it is. */
export function setCommonHeaders(c: HttpContext): void {
  c.header("X-Content-Type-Options", "nosniff");
  // A stricter value would make the browser hide the origin of our own forms' posts.
  c.header("Referrer-Policy", "same-origin");
  c.header("X-Request-Id", c.var.requestId);
  if (c.var.deployment.issuer.startsWith("https:")) c.header("Strict-Transport-Security", "max-age=31536000");
}

/** Headers of a page. */
export function setPageHeaders(c: HttpContext, reach: PageReach): void {
  c.header("Content-Security-Policy", contentSecurityPolicy(reach));
  c.header("X-Frame-Options", "DENY");
  c.header("Cross-Origin-Opener-Policy", "same-origin");
  c.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  c.header("Cache-Control", "no-store");
  c.header("Vary", "Accept-Language");
}
