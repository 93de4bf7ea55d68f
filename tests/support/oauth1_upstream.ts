/**
 * A server of OAuth 1.0a on loopback, shaped as X documents its own: it judges every request itself, by code that shares
 * nothing with ours, and signs in whom it is told to.
 */
import type { Answer } from "./documented_hosts.ts";
import { isSigned, protocolParameters } from "./oauth1_signature.ts";

/** Whoever is in front of the upstream: what its API says about them, or that they say no. */
export interface AtOauth1Upstream {
  readonly document: Readonly<Record<string, unknown>>;
  readonly denies?: boolean;
}

/** What it does in place of an answer, by the path that was asked. */
export type Oauth1Lies = Readonly<
  Record<string, (usual: Response, request: Request) => Response | Promise<Response>>
>;

/** Where it is asked for what. */
export interface Oauth1Endpoints {
  readonly temporary_credential_endpoint: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
}

/** An upstream, wherever it is served. */
export interface Oauth1Upstream {
  readonly endpoints: Oauth1Endpoints;
  readonly client_id: string;
  readonly client_secret: string;
  /** Who sits in front of it from now on. */
  person: AtOauth1Upstream;
  lies: Oauth1Lies;
  /** The public key that was pasted in its console, for RSA-SHA1. */
  publicKey: string;
  /** What was asked, in order, with the protocol parameters. */
  readonly asked: { readonly path: string; readonly oauth: Readonly<Record<string, string>> }[];
  readonly answer: Answer;
}

/** An upstream that runs. Disposing of it ends it. */
export interface ServedOauth1Upstream extends Oauth1Upstream, AsyncDisposable {
  readonly origin: string;
  /** What a server has to be allowed to reach. */
  readonly host: string;
  /** A person's browser goes to its page, and is sent back. @returns the address that it is sent back to. */
  readonly visit: (address: URL) => Promise<string>;
}

/** What differs from how X does it. */
export interface Oauth1Behaviour {
  readonly signature_method?: "HMAC-SHA1" | "RSA-SHA1" | "PLAINTEXT";
  /** Parameters that the address at which people agree has to have, beside the token. */
  readonly authorize?: Readonly<Record<string, string>>;
  /** Parameters that the address of its API has to have. */
  readonly query?: Readonly<Record<string, string>>;
  /** What it sends a person back with who declined. @param token Of the temporary credentials. */
  readonly declined?: (token: string) => Readonly<Record<string, string>>;
}

interface Temporary {
  readonly secret: string;
  readonly callback: string;
  verifier: string | undefined;
}

const refusal = (code: number, message: string, status = 401) =>
  Response.json({ errors: [{ code, message }] }, { status });

/** Credentials as X sends them: a form that calls itself a page. */
const credentials = (members: Record<string, string>) =>
  new Response(new URLSearchParams(members).toString(), {
    headers: { "content-type": "text/html;charset=utf-8" },
  });

const fits = ({ searchParams }: URL, due: Readonly<Record<string, string>>): boolean =>
  Object.entries(due).every(([name, value]) => searchParams.get(name) === value);

/** Makes an upstream. @param now Its clock, in seconds. */
export function oauth1Upstream(
  now: () => number,
  endpoints: Oauth1Endpoints,
  {
    signature_method = "HMAC-SHA1",
    authorize = {},
    query = { include_email: "true" },
    declined = (denied) => ({ denied }),
  }: Oauth1Behaviour = {},
): Oauth1Upstream {
  const client_id = "our key+there", client_secret = "a secret/with+odd characters&enough";
  const waiting = new Map<string, Temporary>(), granted = new Map<string, { readonly secret: string }>();
  const nonces = new Set<string>();
  let made = 0;

  function verified(
    request: Request,
    url: URL,
    oauth: Readonly<Record<string, string>>,
  ): Response | undefined {
    const { oauth_token: token = "", oauth_nonce = "" } = oauth;
    const secret = token === "" ? "" : (waiting.get(token) ?? granted.get(token))?.secret;
    if (oauth.oauth_consumer_key !== client_id || oauth.oauth_signature_method !== signature_method) {
      return refusal(32, "Could not authenticate you.");
    }
    if (secret === undefined) return refusal(89, "Invalid or expired token.");
    if (Math.abs(Number(oauth.oauth_timestamp) - now()) > 300) {
      return refusal(135, "Timestamp out of bounds.");
    }
    const once = `${oauth.oauth_timestamp} ${token} ${oauth_nonce}`;
    if (oauth_nonce.length < 16 || nonces.has(once)) return refusal(32, "Could not authenticate you.");
    nonces.add(once);
    const by = { client_secret, token_secret: secret, publicKey: upstream.publicKey };
    return isSigned({ method: request.method, url }, oauth, by)
      ? undefined
      : refusal(32, "Could not authenticate you.");
  }

  function initiate({ method }: Request, oauth_callback = ""): Response {
    if (method !== "POST") return new Response(null, { status: 404 });
    if (!URL.canParse(oauth_callback)) return refusal(415, "Callback URL not approved", 403);
    const oauth_token = `temporary/${++made}`, secret = `temporary secret&${made}`;
    waiting.set(oauth_token, { secret, callback: oauth_callback, verifier: undefined });
    return credentials({ oauth_token, oauth_token_secret: secret, oauth_callback_confirmed: "true" });
  }

  function redeem({ method }: Request, token: string, verifier = ""): Response {
    const temporary = waiting.get(token);
    waiting.delete(token);
    if (method !== "POST" || !temporary?.verifier || temporary.verifier !== verifier) {
      const words = "Error processing your OAuth request: Invalid oauth_verifier parameter";
      return new Response(words, { status: 401 });
    }
    const oauth_token = `token-${++made}`, secret = `token secret ${made}`;
    granted.set(oauth_token, { secret });
    return credentials({ oauth_token, oauth_token_secret: secret, user_id: "6253282", screen_name: "ada" });
  }

  function answerTo(request: Request, url: URL, oauth: Readonly<Record<string, string>>): Response {
    const refused = verified(request, url, oauth), { oauth_token: token = "" } = oauth;
    if (refused) return refused;
    switch (`${url.origin}${url.pathname}`) {
      case endpoints.temporary_credential_endpoint:
        return initiate(request, oauth.oauth_callback);
      case endpoints.token_endpoint:
        return redeem(request, token, oauth.oauth_verifier);
      case endpoints.userinfo_endpoint.replace(/\?.*$/, ""):
        return granted.has(token) && fits(url, query)
          ? Response.json(upstream.person.document)
          : refusal(89, "Invalid or expired token.");
      default:
        return new Response(null, { status: 404 });
    }
  }

  /** The page at which a person agrees: whoever is in front agrees, or says no. */
  function authenticate(url: URL): Response {
    const token = url.searchParams.get("oauth_token") ?? "", temporary = waiting.get(token);
    if (!temporary || !fits(url, authorize)) {
      return new Response("This page is no longer valid", { status: 403 });
    }
    const back = new URL(temporary.callback);
    if (!upstream.person.denies) temporary.verifier = `verifier+${++made}`;
    const { verifier: oauth_verifier } = temporary;
    const brought = oauth_verifier === undefined ? declined(token) : { oauth_token: token, oauth_verifier };
    for (const [name, value] of Object.entries(brought)) back.searchParams.append(name, value);
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  const page = new URL(endpoints.authorization_endpoint).pathname;
  const upstream: Oauth1Upstream = {
    endpoints,
    client_id,
    client_secret,
    person: { document: {} },
    lies: {},
    publicKey: "",
    asked: [],
    answer: async (url, request) => {
      if (url.pathname === page) return authenticate(url);
      const { pathname } = url, oauth = protocolParameters(request.headers.get("authorization"));
      upstream.asked.push({ path: pathname, oauth });
      const usual = answerTo(request, url, oauth);
      return await upstream.lies[pathname]?.(usual, request) ?? usual;
    },
  };
  return upstream;
}

/**
 * Starts an upstream on a free port, with the paths that X has.
 *
 * @param now Its clock, in seconds.
 * @param tls Serves https with this certificate and key, as PEM.
 */
export function startOauth1Upstream(
  now: () => number,
  behaviour: Oauth1Behaviour = {},
  tls?: { readonly cert: string; readonly key: string },
): ServedOauth1Upstream {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls },
    (request) => upstream.answer(new URL(request.url), request),
  );
  const host = `localhost:${server.addr.port}`, origin = `${tls ? "https" : "http"}://${host}`;
  const upstream = oauth1Upstream(now, {
    temporary_credential_endpoint: `${origin}/oauth/request_token`,
    authorization_endpoint: `${origin}/oauth/authenticate?lang=en`,
    token_endpoint: `${origin}/oauth/access_token`,
    userinfo_endpoint: `${origin}/1.1/account/verify_credentials.json?include_email=true&skip_status=true`,
  }, behaviour);
  return Object.assign(upstream, {
    origin,
    host,
    // In this process: a browser would have to trust the certificate.
    visit: async (address: URL) => {
      const { headers } = await upstream.answer(address, new Request(address)),
        back = headers.get("location");
      if (back === null) throw new Error(`Nobody is sent back from ${address}`);
      return back;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  });
}
