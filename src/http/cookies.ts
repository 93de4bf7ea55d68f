import { getCookie, setCookie } from "hono/cookie";
import { type Handle, parseSecret, type Secret } from "../crypto/secret.ts";
import { lifetime } from "../domain/tenant_policy.ts";
import { day } from "../domain/time.ts";
import type { HttpContext } from "./env.ts";

/** The most interactions, and the most ways through upstreams, that one browser keeps open; the oldest gives way. */
const mostOpen = 8;

const isSecure = (c: HttpContext) => c.var.provider.tenant.issuer.startsWith("https:");

// On https the prefix makes the browser refuse a cookie that a sibling host or a plain page tried to plant.
// The tenant is part of the name because all tenants of a host share one jar.
const nameOf = (c: HttpContext, kind: "br" | "em" | "ia" | "ps" | "bs" | "uf" | "lu" | "ul", suffix = "") =>
  `${isSecure(c) ? "__Host-" : ""}lk_${kind}_${c.var.provider.tenant.id}${suffix}`;

function write(c: HttpContext, name: string, value: string, maxAge: number): void {
  setCookie(c, name, value, { path: "/", httpOnly: true, sameSite: "Lax", secure: isSecure(c), maxAge });
}

/** The handle of the browser's cookie. */
export const readBrowser = (c: HttpContext): Handle | undefined =>
  parseSecret("browser", getCookie(c, nameOf(c, "br")) ?? "");

/** Writes the browser's new secret. Its state changes with it, so `giveBrowser` alone calls this. */
export function writeBrowserCookies(c: HttpContext, secret: Secret<"browser">, expiresAt: number): void {
  const maxAge = expiresAt - c.var.deployment.clock();
  write(c, nameOf(c, "br"), secret.reveal(), maxAge);
  if (isEmbeddable(c)) writeEmbedded(c, secret.reveal(), maxAge);
}

/** Takes the browser its secret, once nobody is signed in in it any more; `leaveBrowser` alone calls this. */
export function clearBrowserCookies(c: HttpContext): void {
  write(c, nameOf(c, "br"), "", 0);
  if (getCookie(c, nameOf(c, "em")) !== undefined) writeEmbedded(c, "", 0);
}

const isEmbeddable = (c: HttpContext) =>
  isSecure(c) && (c.var.provider.tenant.policy.embedded_sign_in ?? false);

function writeEmbedded(c: HttpContext, value: string, maxAge: number): void {
  setCookie(c, nameOf(c, "em"), value, {
    path: "/",
    httpOnly: true,
    sameSite: "None",
    secure: true,
    maxAge,
  });
}

/**
 * The handle of the cookie that frames of other sites bring: the browser's secret once more, under a name of its own.
 * Only a request that no page ever answers may look at it, so that all pages and forms keep a cookie that stays away
 * from other sites' posts, and nothing of it counts any more once the tenant's policy changes.
 */
export const readEmbedded = (c: HttpContext): Handle | undefined =>
  isEmbeddable(c) ? parseSecret("browser", getCookie(c, nameOf(c, "em")) ?? "") : undefined;

/** Gives a browser that was signed in before the policy allowed it the cookie for frames of other sites. */
export function addEmbedded(c: HttpContext): void {
  const own = getCookie(c, nameOf(c, "br"));
  if (!isEmbeddable(c) || !readBrowser(c) || own === getCookie(c, nameOf(c, "em"))) return;
  writeEmbedded(c, own!, lifetime(c.var.provider.tenant.policy, "session"));
}

/** The name of the cookie with the browser's state, which the page of the check session iframe reads. */
export const browserStateName = (c: HttpContext): string => nameOf(c, "bs");

/** The browser's state, as it came. */
export const readBrowserState = (c: HttpContext): string | undefined => getCookie(c, browserStateName(c));

/** Gives the browser another state. Scripts of our iframe read it, in frames of other sites too. */
export function writeBrowserState(c: HttpContext, state: string): void {
  const maxAge = lifetime(c.var.provider.tenant.policy, "session");
  const others = isSecure(c) ? { sameSite: "None", secure: true } as const : { sameSite: "Lax" } as const;
  setCookie(c, browserStateName(c), state, { path: "/", ...others, maxAge });
}

/** The secret that binds a sign-in without an app to this browser. */
export const readPreSession = (c: HttpContext): string | undefined => getCookie(c, nameOf(c, "ps"));

/** Binds a sign-in without an app to this browser. */
export const writePreSession = (c: HttpContext, secret: string, maxAge: number): void =>
  write(c, nameOf(c, "ps"), secret, maxAge);

/** Forgets the secret of a sign-in that came to its end. */
export const clearPreSession = (c: HttpContext): void => write(c, nameOf(c, "ps"), "", 0);

/** Makes room for one more of a kind of which a browser keeps several. */
function makeRoom(c: HttpContext, kind: "ia" | "uf"): void {
  // Browsers send cookies of equal path oldest first (RFC 6265 section 5.4).
  const open = Object.keys(getCookie(c)).filter((name) => name.startsWith(nameOf(c, kind, "_")));
  for (const name of open.slice(0, Math.max(0, open.length - mostOpen + 1))) write(c, name, "", 0);
}

const interactionName = (c: HttpContext, { digest }: Handle) => nameOf(c, "ia", `_${digest.slice(0, 8)}`);

/** The secret that binds an interaction to this browser. */
export const readInteraction = (c: HttpContext, handle: Handle): string | undefined =>
  getCookie(c, interactionName(c, handle));

/** Binds an interaction to this browser. */
export function writeInteraction(
  c: HttpContext,
  handle: Handle,
  secret: Secret<"interaction_cookie">,
  maxAge: number,
): void {
  makeRoom(c, "ia");
  write(c, interactionName(c, handle), secret.reveal(), maxAge);
}

/** Forgets an interaction that came to its end. */
export const clearInteraction = (c: HttpContext, handle: Handle): void =>
  write(c, interactionName(c, handle), "", 0);

const upstreamFlowName = (c: HttpContext, { digest }: Handle) => nameOf(c, "uf", `_${digest.slice(0, 8)}`);

/** The secret that binds a way through an upstream to this browser. @param state The flow's. */
export const readUpstreamFlow = (c: HttpContext, state: Handle): string | undefined =>
  getCookie(c, upstreamFlowName(c, state));

/** Binds a way through an upstream to this browser. */
export function writeUpstreamFlow(
  c: HttpContext,
  state: Handle,
  secret: Secret<"upstream_cookie">,
  maxAge: number,
): void {
  makeRoom(c, "uf");
  write(c, upstreamFlowName(c, state), secret.reveal(), maxAge);
}

/** Keeps a way through an upstream bound to this browser for longer. */
export function keepUpstreamFlow(c: HttpContext, state: Handle, maxAge: number): void {
  const held = readUpstreamFlow(c, state);
  if (held !== undefined) write(c, upstreamFlowName(c, state), held, maxAge);
}

/** Forgets a way through an upstream that came to its end. */
export const clearUpstreamFlow = (c: HttpContext, state: Handle): void =>
  write(c, upstreamFlowName(c, state), "", 0);

/** How long a browser remembers what it was signed in with. */
const lastUsedKept = 180 * day;

/** The id of the upstream that this browser was signed in with last. It says nothing of whom. */
export const readLastUsed = (c: HttpContext): string | undefined => getCookie(c, nameOf(c, "lu"));

/** Remembers what this browser was signed in with last. @param slug undefined: with no upstream. */
export function writeLastUsed(c: HttpContext, slug: string | undefined): void {
  if (slug !== undefined) write(c, nameOf(c, "lu"), slug, lastUsedKept);
  else if (readLastUsed(c) !== undefined) write(c, nameOf(c, "lu"), "", 0);
}

/** With what this browser set out to sign out at an upstream, sealed. */
export const readUpstreamLogout = (c: HttpContext): string | undefined => getCookie(c, nameOf(c, "ul"));

/** Remembers with what it sets out; an earlier way is forgotten. */
export const writeUpstreamLogout = (c: HttpContext, sealed: string, maxAge: number): void =>
  write(c, nameOf(c, "ul"), sealed, maxAge);

/** Forgets it once it is back. */
export const clearUpstreamLogout = (c: HttpContext): void => write(c, nameOf(c, "ul"), "", 0);
