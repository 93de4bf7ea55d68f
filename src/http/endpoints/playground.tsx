import { getCookie, setCookie } from "hono/cookie";
import { sha256 } from "../../crypto/digest.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { csrfToken, hasCsrfToken, refuseForeign, takeOwnForm } from "../own_form.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { type PlaygroundNext, PlaygroundPage } from "../pages/playground.tsx";
import { callbackPath, playgroundPath } from "../playground/client.ts";
import { arrive, start, type StepPorts, steps } from "../playground/steps.ts";
import { type Visit, visits } from "../playground/visit.ts";
import type { Route } from "../routes.ts";

const cookie = "lk_playground";

const labels: Readonly<Record<string, string>> = {
  redeem: "Redeem the code",
  userinfo: "Ask userinfo",
  refresh: "Refresh",
  introspect: "Introspect",
  revoke: "Revoke",
  logout: "Sign out",
};

/** The request that waits for the person to send it. */
function nextOf({ exchanges, pending, logout }: Visit): PlaygroundNext | undefined {
  if (logout !== undefined) return { href: logout, label: "Send the logout request" };
  return pending && exchanges.length === 1
    ? { href: pending.url, label: "Send the authorization request" }
    : undefined;
}

/** What the playground stands on: its client's secret, and a way to call this very server. */
export type PlaygroundPorts = Pick<StepPorts, "secret" | "send">;

/** The paths of the playground. They are mounted in development only. */
export function playgroundRoutes(
  { secret, send }: PlaygroundPorts,
  { random, clock, issuer }: {
    readonly random: StepPorts["random"];
    readonly clock: () => number;
    readonly issuer: string;
  },
): readonly Route[] {
  const all = visits(random, clock), ports: StepPorts = { issuer, secret, random, send };
  const visitOf = (c: HttpContext): Visit => {
    const found = all.find(getCookie(c, cookie));
    if (found) return found;
    const visit = all.start();
    setCookie(c, cookie, visit.id, { path: playgroundPath, httpOnly: true, sameSite: "Lax", maxAge: 3600 });
    return visit;
  };
  const show = (c: HttpContext): Response => {
    const visit = visitOf(c), { exchanges } = visit;
    const page = (
      <PlaygroundPage
        setting={pageSetting(c)}
        fields={{ csrf: csrfToken(c, sha256(visit.id)) }}
        exchanges={exchanges}
        next={nextOf(visit)}
        steps={Object.keys(steps).filter((step) => steps[step]!.can(visit)).map((step) => ({
          step,
          label: labels[step]!,
        }))}
      />
    );
    return answerPage(c, page);
  };
  const again = (c: HttpContext) => c.redirect(issuer + playgroundPath, 303);
  const post = async (c: HttpContext): Promise<Response> => {
    const form = await takeOwnForm(c);
    if (form instanceof Response) return form;
    const visit = visitOf(c), name = field(form, "step");
    if (!hasCsrfToken(c, form, sha256(visit.id)).ok) return refuseForeign(c);
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
    if (name === "start") start(ports, visit, field(form, "scope") || "openid");
    else if (step?.can(visit)) await step.take(ports, visit);
    return again(c);
  };
  const callback = (c: HttpContext): Response => {
    arrive(ports, visitOf(c), new URL(c.req.url).searchParams);
    return again(c);
  };
  const shared = { cors: "none", reader: "page", defaultTenantOnly: true } as const;
  return [
    { path: playgroundPath, methods: { GET: show, POST: post }, ...shared },
    { path: callbackPath, methods: { GET: callback }, ...shared },
  ];
}
