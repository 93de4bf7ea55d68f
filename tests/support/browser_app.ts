/** An app that is nothing but a page: oidc-client-ts in the browser signs people in, on a site of its own. */

/** A running app; disposing of it ends it. */
export interface BrowserApp extends AsyncDisposable {
  readonly origin: string;
  /** What the app is registered with: a public client, whose refresh tokens end with the session. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Makes the app one of a client. */
  readonly open: (issuer: string, client_id: string) => void;
  /** Serves a page at a path. @returns its address. */
  readonly serve: (path: string, html: string) => string;
}

/** The library as its package has it for pages without a build step. */
const library = new URL("../browser/oidc-client-ts.min.js", import.meta.resolve("oidc-client-ts"));

/** `heard` are the manager's events, `told` what the check session iframe says. */
const page = (settings: unknown) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><h1>…</h1>
<button id="in">Sign in</button><button id="out">Sign out</button>
<script src="/oidc-client-ts.js"></script><script>
  const settings = ${JSON.stringify(settings)};
  const manager = new oidc.UserManager({ ...settings, monitorSession: window === parent });
  const heard = [], told = [];
  manager.events.addUserSignedOut(() => heard.push("signed out"));
  manager.events.addUserSessionChanged(() => heard.push("session changed"));
  addEventListener("message", ({ data, origin }) => {
    if (origin === new URL(settings.authority).origin) told.push(data);
  });
  const show = (text) => document.querySelector("h1").textContent = text;
  const arrive = {
    "/": () => manager.getUser(),
    "/callback": () => manager.signinCallback(),
    "/silent": () => manager.signinCallback(),
    "/signed-out": () => manager.signoutCallback().then(() => undefined),
  };
  arrive[location.pathname]().then(
    (user) => show(user ? "Signed in as " + user.profile.name : "Signed out"),
    (error) => show(error.message),
  );
  document.querySelector("#in").onclick = () => manager.signinRedirect();
  document.querySelector("#out").onclick = () => manager.signoutRedirect();
</script></html>`;

const html = { "content-type": "text/html; charset=utf-8" };

/** Starts an app. @param tls Paths of PEM files. */
export async function startBrowserApp(
  tls: { readonly cert: string; readonly key: string },
): Promise<BrowserApp> {
  const pages = new Map<string, string>(), script = await Deno.readTextFile(library);
  const [cert, key] = [await Deno.readTextFile(tls.cert), await Deno.readTextFile(tls.key)];
  const options = { hostname: "127.0.0.1", port: 0, cert, key, onListen: () => {} };
  const server = Deno.serve(options, ({ url }) => {
    const { pathname } = new URL(url), found = pages.get(pathname);
    if (pathname === "/oidc-client-ts.js") {
      return new Response(script, { headers: { "content-type": "text/javascript" } });
    }
    return found === undefined ? new Response(null, { status: 404 }) : new Response(found, { headers: html });
  });
  const origin = `https://127.0.0.1:${server.addr.port}`;
  const redirect_uri = `${origin}/callback`, silent_redirect_uri = `${origin}/silent`;
  const post_logout_redirect_uri = `${origin}/signed-out`;
  return {
    origin,
    metadata: {
      client_name: "Reading Room",
      redirect_uris: [redirect_uri, silent_redirect_uri],
      post_logout_redirect_uris: [post_logout_redirect_uri],
      token_endpoint_auth_method: "none",
      session_refresh_tokens: true,
    },
    open: (authority, client_id) => {
      const opened = page({
        authority,
        client_id,
        redirect_uri,
        silent_redirect_uri,
        post_logout_redirect_uri,
        scope: "openid profile",
        loadUserInfo: true,
        automaticSilentRenew: false,
        includeIdTokenInSilentRenew: true,
        checkSessionIntervalInSeconds: 1,
        silentRequestTimeoutInSeconds: 30,
      });
      for (const path of ["/", "/callback", "/silent", "/signed-out"]) pages.set(path, opened);
    },
    serve: (path, text) => {
      pages.set(path, text);
      return origin + path;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
