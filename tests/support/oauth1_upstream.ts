/**
 * A server of OAuth 1.0a on loopback, shaped as X documents its own: it judges every request itself, by code that shares
 * nothing with ours, and signs in whom it is told to.
 */
import { createHmac, createVerify } from "node:crypto";

/** Whoever is in front of the upstream: what its API says about them, or that they say no. */
export interface AtOauth1Upstream {
  readonly document: Readonly<Record<string, unknown>>;
  readonly denies?: boolean;
}

/** What it does in place of an answer, by the path that was asked. */
export type Oauth1Lies = Readonly<
  Record<string, (usual: Response, request: Request) => Response | Promise<Response>>
>;

/** An upstream that runs. Disposing of it ends it. */
export interface Oauth1Upstream extends AsyncDisposable {
  readonly origin: string;
  /** What a server has to be allowed to reach. */
  readonly host: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly endpoints: {
    readonly temporary_credential_endpoint: string;
    readonly authorization_endpoint: string;
    readonly token_endpoint: string;
    readonly userinfo_endpoint: string;
  };
  /** Who sits in front of it from now on. */
  person: AtOauth1Upstream;
  lies: Oauth1Lies;
  /** The public key that was pasted in its console, for RSA-SHA1. */
  publicKey: string;
  /** What was asked, in order, with the protocol parameters. */
  readonly asked: { readonly path: string; readonly oauth: Readonly<Record<string, string>> }[];
  /** A person's browser goes to its page, and is sent back. @returns the address that it is sent back to. */
  readonly visit: (address: URL) => Promise<string>;
}

/** What differs from a server that wants HMAC-SHA1. */
export interface Oauth1Options {
  readonly signature_method?: "HMAC-SHA1" | "RSA-SHA1" | "PLAINTEXT";
  /** Serves https with this certificate and key, as PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

interface Temporary {
  readonly secret: string;
  readonly callback: string;
  verifier: string | undefined;
}

const escaped = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");

function baseString(method: string, url: URL, oauth: Readonly<Record<string, string>>): string {
  const all = [...url.searchParams.entries(), ...Object.entries(oauth).filter(([name]) => name !== "realm")]
    .filter(([name]) => name !== "oauth_signature").map(([name, value]) =>
      `${escaped(name)}=${escaped(value)}`
    );
  // Of encoded pairs the least character after a name is its "=", but for those of which one name begins another.
  all.sort((a, b) => {
    const [m = "", x = ""] = a.split("="), [n = "", y = ""] = b.split("=");
    return m === n ? Number(x > y) - Number(x < y) : Number(m > n) - Number(m < n);
  });
  return [method, `${url.origin}${url.pathname}`, all.join("&")].map(escaped).join("&");
}

/** Protocol parameters in a header. */
export const protocolParameters = (header: string | null | undefined): Readonly<Record<string, string>> =>
  header?.startsWith("OAuth ")
    ? Object.fromEntries(
      [...header.slice(6).matchAll(/([a-z_]+)="([^"]*)"(?:, |$)/g)].map((
        [, name, value],
      ) => [name!, decodeURIComponent(value!)]),
    )
    : {};

/** What verifies a signature. */
export interface Verification {
  readonly client_secret: string;
  readonly token_secret: string;
  /** PEM, for RSA-SHA1. */
  readonly publicKey: string;
}

/** Whether a request is signed as its own parameters say. */
export function isSigned(
  { method, url }: { readonly method: string; readonly url: URL },
  oauth: Readonly<Record<string, string>>,
  { client_secret, token_secret, publicKey }: Verification,
): boolean {
  const secrets = `${escaped(client_secret)}&${escaped(token_secret)}`, text = baseString(method, url, oauth);
  const { oauth_signature = "", oauth_signature_method } = oauth;
  switch (oauth_signature_method) {
    case "HMAC-SHA1":
      return createHmac("sha1", secrets).update(text).digest("base64") === oauth_signature;
    case "RSA-SHA1":
      return createVerify("RSA-SHA1").update(text).verify(publicKey, oauth_signature, "base64");
    default:
      return oauth_signature_method === "PLAINTEXT" && secrets === oauth_signature;
  }
}

const refusal = (code: number, message: string, status = 401) =>
  Response.json({ errors: [{ code, message }] }, { status });

/** Credentials as X sends them: a form that calls itself a page. */
const credentials = (members: Record<string, string>) =>
  new Response(new URLSearchParams(members).toString(), {
    headers: { "content-type": "text/html;charset=utf-8" },
  });

/** Starts an upstream on a free port. @param now Its clock, in seconds. */
export function startOauth1Upstream(
  now: () => number,
  { signature_method = "HMAC-SHA1", tls }: Oauth1Options = {},
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

  function answerTo(request: Request, url: URL, oauth: Readonly<Record<string, string>>): Response {
    const refused = verified(request, url, oauth), { oauth_token: token = "", oauth_callback = "" } = oauth;
    if (refused) return refused;
    if (url.pathname === "/oauth/request_token") {
      if (request.method !== "POST") return new Response(null, { status: 404 });
      if (!URL.canParse(oauth_callback)) return refusal(415, "Callback URL not approved", 403);
      const oauth_token = `temporary/${++made}`, secret = `temporary secret&${made}`;
      waiting.set(oauth_token, { secret, callback: oauth_callback, verifier: undefined });
      return credentials({ oauth_token, oauth_token_secret: secret, oauth_callback_confirmed: "true" });
    }
    if (url.pathname === "/oauth/access_token") {
      const temporary = waiting.get(token);
      waiting.delete(token);
      if (!temporary?.verifier || temporary.verifier !== oauth.oauth_verifier) {
        return new Response("Error processing your OAuth request: Invalid oauth_verifier parameter", {
          status: 401,
        });
      }
      const oauth_token = `token-${++made}`, secret = `token secret ${made}`;
      granted.set(oauth_token, { secret });
      return credentials({
        oauth_token,
        oauth_token_secret: secret,
        user_id: "6253282",
        screen_name: "ada",
      });
    }
    return granted.has(token) && url.searchParams.get("include_email") === "true"
      ? Response.json(upstream.person.document)
      : refusal(89, "Invalid or expired token.");
  }

  /** The page at which a person agrees: whoever is in front agrees, or says no. */
  function authenticate(url: URL): Response {
    const token = url.searchParams.get("oauth_token") ?? "", temporary = waiting.get(token);
    if (!temporary) return new Response("This page is no longer valid", { status: 403 });
    const back = new URL(temporary.callback);
    if (upstream.person.denies) back.searchParams.append("denied", token);
    else {
      temporary.verifier = `verifier+${++made}`;
      back.searchParams.append("oauth_token", token);
      back.searchParams.append("oauth_verifier", temporary.verifier);
    }
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls },
    async (request) => {
      const url = new URL(request.url), { pathname } = url;
      const oauth = protocolParameters(request.headers.get("authorization"));
      upstream.asked.push({ path: pathname, oauth });
      const usual = pathname === "/oauth/authenticate" ? authenticate(url) : answerTo(request, url, oauth);
      return await upstream.lies[pathname]?.(usual, request) ?? usual;
    },
  );
  const host = `localhost:${server.addr.port}`, origin = `${tls ? "https" : "http"}://${host}`;
  const upstream: Oauth1Upstream = {
    origin,
    host,
    client_id,
    client_secret,
    endpoints: {
      temporary_credential_endpoint: `${origin}/oauth/request_token`,
      authorization_endpoint: `${origin}/oauth/authenticate?lang=en`,
      token_endpoint: `${origin}/oauth/access_token`,
      userinfo_endpoint: `${origin}/1.1/account/verify_credentials.json?include_email=true&skip_status=true`,
    },
    person: { document: {} },
    lies: {},
    publicKey: "",
    asked: [],
    // In this process: a browser would have to trust the certificate.
    visit: (address) => {
      const location = authenticate(address).headers.get("location");
      return location === null
        ? Promise.reject(new Error(`Nobody is sent back from ${address}`))
        : Promise.resolve(location);
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return upstream;
}
