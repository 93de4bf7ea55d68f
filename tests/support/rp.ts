/** Relying parties: the steps that a person takes for one, and one with an address of its own for real browsers. */
import { openBrowser, type TestBrowser, type Visit } from "./browser.ts";
import { type Place, signIn } from "./flow.ts";
import type { TestPerson } from "./provider.ts";

/**
 * Takes a person through an authorization request that somebody else wrote: signs in and allows where asked.
 *
 * @param address The authorization request.
 * @returns the client's address with the answer, or the page with the form that carries it.
 */
export async function visitAs(
  { issuer, send }: Place,
  address: URL,
  { person, browser = openBrowser(issuer, send), decision = "allow" }: {
    readonly person: TestPerson;
    readonly browser?: TestBrowser;
    readonly decision?: "allow" | "deny";
  },
): Promise<Visit> {
  let visit = await browser.open(address);
  if (visit.url.includes("/login")) visit = await signIn(browser, visit, person);
  if (new URL(visit.url).pathname.endsWith("/consent") && visit.html !== "") {
    visit = await browser.submit(visit, { decision });
  }
  return visit;
}

/** A request that came to the relying party's redirect URI. */
export interface Arrival {
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: Headers;
}

/** A relying party that only receives; disposing of it ends it. */
export interface RelyingParty extends AsyncDisposable {
  readonly origin: string;
  readonly redirect_uri: string;
  /** What came to the redirect URI, in order. */
  readonly arrivals: readonly Arrival[];
  /** Serves a page at a path of this origin. @returns its address. */
  readonly serve: (path: string, html: string) => string;
}

const page = (title: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1></html>`;

/**
 * Starts a relying party.
 *
 * @param hostname The loopback name or address that browsers see; names are other sites than addresses.
 * @param tls Serves https with this certificate and key, as PEM.
 */
export function startRelyingParty(
  hostname: "localhost" | "127.0.0.1" = "127.0.0.1",
  tls?: { readonly cert: string; readonly key: string },
): RelyingParty {
  const arrivals: Arrival[] = [], pages = new Map<string, string>();
  const listening = { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls };
  const server = Deno.serve(listening, async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/callback") {
      const sent = request.method === "POST" ? new URLSearchParams(await request.text()) : searchParams;
      arrivals.push({
        method: request.method,
        parameters: Object.fromEntries(sent),
        headers: request.headers,
      });
    }
    const html = pathname === "/callback" ? page("Back at the app") : pages.get(pathname);
    // Browsers ask each origin for an icon; a 404 would stand in the console as an error.
    if (html === undefined) return new Response(null, { status: pathname === "/favicon.ico" ? 204 : 404 });
    return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
  });
  const origin = `${tls ? "https" : "http"}://${hostname}:${server.addr.port}`;
  return {
    origin,
    redirect_uri: `${origin}/callback`,
    arrivals,
    serve: (path, html) => {
      pages.set(path, html);
      return origin + path;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
