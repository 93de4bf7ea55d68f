import { Hono } from "hono";
import { refuse } from "../admin/problem.ts";
import { defaultTenant } from "../domain/tenant.ts";
import { errorBody, type OAuthError } from "../protocol/oauth_error.ts";
import { keepRefusal } from "../store/refusals.ts";
import { base62 } from "../crypto/random.ts";
import { withoutSecrets } from "../crypto/secret.ts";
import { storableText } from "../domain/storable_text.ts";
import { answerAdminFault, isAdminPath } from "./admin_api.ts";
import { type Asset, assets } from "./assets/assets.ts";
import { answerNotFound } from "./answer_not_found.ts";
import { answerPreflight, setCorsHeaders } from "./cors.ts";
import { checkBrowserState } from "./browser_state.ts";
import type { Deployment } from "./deployment.ts";
import { playgroundRoutes } from "./endpoints/playground.tsx";
import type { Env, HttpContext } from "./env.ts";
import { logFault } from "./log_fault.ts";
import { tenantOpener } from "./open_tenant.ts";
import { answerProblem } from "./page.tsx";
import { answerProblem as answerAdminProblem } from "./problem_json.ts";
import { requestHost } from "./request_host.ts";
import { type Route, routes } from "./routes.ts";
import { setCommonHeaders } from "./security_headers.ts";
import { readTenantPath } from "./tenant_path.ts";

/** Whether errors of a request are read by a person. */
const isPage = (c: HttpContext) =>
  c.var.routes.some((route) => route.path === c.req.path && route.reader === "page");

/** What is broken on our side: the database is away (try again), or a fault. The log has the rest. */
function answerFault(c: HttpContext, fault: Error): Response {
  const isRoute = c.var.routes.some(({ path }) => path === c.req.path);
  if (isAdminPath(c.req.path) && !isRoute) return answerAdminFault(c, fault);
  const away = logFault(c, fault);
  if (away) c.header("Retry-After", "1");
  if (isPage(c)) {
    return answerProblem(c, (refusals) => away ? refusals.unavailable : refusals.broken, away ? 503 : 500);
  }
  c.header("Cache-Control", "no-store");
  const code = away ? "temporarily_unavailable" : "server_error";
  const description = away
    ? "The service is not available just now"
    : "The server met a fault; its log has the detail";
  return c.json(errorBody({ code, why: code, description }), away ? 503 : 500);
}

/** Nobody is at home at this address: no tenant has it, or one that is disabled. */
function answerNoTenant(c: HttpContext): Response {
  if (!isAdminPath(c.req.path)) return answerNotFound(c);
  const { error } = refuse("not_found", "There is no tenant at this address, or it is disabled");
  return answerAdminProblem(c, error);
}

/** The request names no host, so it is for nobody (RFC 9112 section 3.2). */
function answerNoHost(c: HttpContext): Response {
  c.header("Cache-Control", "no-store");
  const description = "The Host header names no host";
  return c.json(errorBody({ code: "invalid_request", why: "host", description }), 400);
}

function mount(app: Hono<Env>, { path, methods, cors, reader, defaultTenantOnly }: Route): void {
  // HEAD is GET without the body, which the listener drops (RFC 9110 section 9.3.2).
  const known = Object.keys(methods).flatMap((method) => method === "GET" ? ["GET", "HEAD"] : [method]);
  app.all(path, async (c) => {
    if (defaultTenantOnly && c.var.provider.tenant.id !== defaultTenant) return answerNotFound(c);
    if (c.req.method === "OPTIONS") return await answerPreflight(c, cors, known);
    await setCorsHeaders(c, cors);
    const handler = methods[(c.req.method === "HEAD" ? "GET" : c.req.method) as keyof typeof methods];
    if (handler && reader === "page") await checkBrowserState(c);
    if (handler) return await handler(c);
    c.header("Allow", [...known, "OPTIONS"].join(", "));
    c.header("Cache-Control", "no-store");
    return c.json(
      errorBody({ code: "invalid_request", why: "method", description: "The method is not allowed here" }),
      405,
    );
  });
}

/**
 * Where a page that was asked for under another of our names is to be asked for, on a developer's machine: cookies and
 * the issuer belong to one name.
 */
function properAddress(c: HttpContext): string | undefined {
  const { development, issuer } = c.var.deployment, asked = new URL(c.req.url), proper = new URL(issuer);
  const isOurs = ["localhost", "127.0.0.1", "[::1]"].includes(asked.hostname) && asked.port === proper.port;
  if (!development || c.req.method !== "GET" || !isOurs || asked.host === proper.host || !isPage(c)) {
    return undefined;
  }
  return `${proper.origin}${asked.pathname}${asked.search}`;
}

/** Keeps what explains a refusal. That it cannot be kept changes no answer. */
async function keep(c: HttpContext, { code, why, trace }: OAuthError): Promise<void> {
  const { provider, requestId, clientId = "-", deployment } = c.var;
  const refusal = {
    reference: requestId,
    path: c.req.path,
    client_id: storableText(withoutSecrets(clientId).slice(0, 200)),
    error: code,
    why,
  };
  try {
    await keepRefusal(
      provider,
      { ...refusal, trace: JSON.parse(JSON.stringify(trace)) },
      provider.clock(),
    );
  } catch (fault) {
    deployment.log("warn", "refusal_not_kept", { request_id: requestId, fault: (fault as Error).message });
  }
}

function answerAsset(c: HttpContext, { path, type, body }: Asset): Response {
  const cache = path.includes(".svg") ? "public, max-age=86400" : "public, max-age=31536000, immutable";
  return c.body(body, 200, { "Content-Type": type, "Cache-Control": cache });
}

/** What not every application has. */
export interface AppExtras {
  /** The secret of the playground's client; undefined: there is no playground. */
  readonly playground?: string | undefined;
}

/**
 * Builds the application: middleware in order, then every route.
 *
 * @param more Mounts what has a list of its own, such as the admin API.
 */
export function createApp(
  deployment: Deployment,
  more: (app: Hono<Env>) => void = () => {},
  { playground }: AppExtras = {},
): Hono<Env> {
  const alone = new Set(routes.filter((route) => route.withoutTenant).map(({ path }) => path));
  const app = new Hono<Env>({
    getPath: (request) => {
      const { slug, path } = readTenantPath(request);
      // What needs no tenant is at the server's own address and under no tenant's.
      return slug !== undefined && alone.has(path) ? `/t/${slug}${path}` : path;
    },
  });
  const send = async (request: Request) => await app.fetch(request, { remoteAddress: "127.0.0.1" });
  const all = playground === undefined
    ? routes
    : [...routes, ...playgroundRoutes({ secret: playground, send }, deployment)];
  const openTenant = tenantOpener(deployment);
  app.use(async (c, next) => {
    c.set("deployment", deployment);
    c.set("routes", all);
    c.set("requestId", base62(deployment.random(8)));
    setCommonHeaders(c);
    const started = performance.now(), refused = requestHost(c.req.raw) === undefined;
    if (refused) c.res = answerNoHost(c);
    else await next();
    // The path alone: a query may hold codes, hints and states.
    deployment.log("info", "request", {
      request_id: c.var.requestId,
      method: c.req.method,
      path: URL.parse(c.req.url)?.pathname ?? "-",
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  });
  for (const asset of assets) {
    // Under a tenant's path they are that tenant's, and there with it.
    const isOurs = (c: HttpContext) => readTenantPath(c.req.raw).slug === undefined;
    app.get(asset.path, async (c, next) => isOurs(c) ? answerAsset(c, asset) : await next());
  }
  for (const route of all) if (route.withoutTenant) mount(app, route);
  app.use(async (c, next) => {
    const { slug } = readTenantPath(c.req.raw);
    const provider = await openTenant({ slug, host: requestHost(c.req.raw)! });
    if (!provider) return answerNoTenant(c);
    c.set("provider", provider);
    const address = properAddress(c);
    if (address !== undefined) {
      // Kept, it would send people astray once the server goes by its other name.
      c.header("Cache-Control", "no-store");
      return c.redirect(address, 308);
    }
    await next();
    if (c.var.refusal) await keep(c, c.var.refusal);
  });
  for (const asset of assets) app.get(asset.path, (c) => answerAsset(c, asset));
  for (const route of all) if (!route.withoutTenant) mount(app, route);
  more(app);
  app.notFound(answerNotFound);
  app.onError((fault, c) => answerFault(c, fault));
  return app;
}
