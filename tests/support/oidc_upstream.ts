/** A certified provider of another maker as an upstream, in this process, on loopback: it signs in whom it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { openBrowser, type TestBrowser } from "./browser.ts";
import { guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { guardedRequest } from "../../src/outbound/guarded_request.ts";
import { systemResolve } from "../../src/outbound/resolve.ts";
import { generateKeyPairSync } from "node:crypto";

/** Whoever is in front of the upstream: what it says about them, or that they say no. */
export interface AtUpstream {
  readonly sub: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly denies?: boolean;
  /** How well they prove themselves. */
  readonly acr?: string;
}

/** An upstream that runs. Disposing of it ends it. */
export interface OidcUpstream extends AsyncDisposable {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
  /** Who sits in front of it from now on. */
  person: AtUpstream;
  /** Lets it send people back to these addresses, and to no others. */
  readonly allow: (redirect_uris: readonly string[]) => void;
  /** A person's browser at the upstream. */
  readonly browser: () => TestBrowser;
  /** What a server has to be allowed to reach. */
  readonly host: string;
}

/** What differs from a confidential client that authenticates with Basic. */
export interface UpstreamOptions {
  /** The loopback name or address that it goes by; names are other sites than addresses. */
  readonly hostname?: "localhost" | "127.0.0.1";
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "none";
  /** Members of what it knows of us. */
  readonly client?: Readonly<Record<string, unknown>>;
  /** Members of its configuration. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

const signingKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });

/** Answers an interaction without asking: whoever is in front is signed in and agrees, or says no. */
async function interact(
  provider: Provider,
  upstream: OidcUpstream,
  req: IncomingMessage,
  res: ServerResponse,
) {
  const { prompt, params, session } = await provider.interactionDetails(req, res), { person } = upstream;
  if (person.denies) {
    return await provider.interactionFinished(req, res, { error: "access_denied" });
  }
  if (prompt.name === "login") {
    const { sub: accountId, acr } = person;
    return await provider.interactionFinished(req, res, {
      login: { accountId, ...(acr === undefined ? {} : { acr }) },
    });
  }
  const grant = new provider.Grant({
    accountId: session!.accountId!,
    clientId: String(params.client_id),
  });
  grant.addOIDCScope(String(params.scope));
  const grantId = await grant.save();
  await provider.interactionFinished(req, res, { consent: { grantId } }, { mergeWithLastSubmission: true });
}

/** Starts an upstream on a free port. */
export async function startOidcUpstream(
  {
    hostname = "localhost",
    redirect_uris,
    token_endpoint_auth_method = "client_secret_basic",
    client = {},
    configuration = {},
  }: UpstreamOptions,
): Promise<OidcUpstream> {
  let answer: (req: IncomingMessage, res: ServerResponse) => unknown = () => {};
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `${hostname}:${(server.address() as AddressInfo).port}`, issuer = `http://${host}`;
  const client_id = "latchkey", client_secret = "a secret/with+odd characters:and enough of them";
  const upstream: OidcUpstream = {
    issuer,
    client_id,
    client_secret,
    host,
    person: { sub: "ada" },
    allow: (uris) => {
      const provider = open(uris), callback = provider.callback();
      answer = (req, res) =>
        req.url?.startsWith("/interaction/") ? interact(provider, upstream, req, res) : callback(req, res);
    },
    browser: () => openBrowser(issuer, (address, init) => fetch(address, init)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
  const open = (uris: readonly string[]) =>
    new Provider(issuer, {
      claims: { openid: ["sub"], profile: ["name", "picture"], email: ["email", "email_verified"] },
      clients: [{
        client_id,
        redirect_uris: [...uris],
        token_endpoint_auth_method,
        id_token_signed_response_alg: "ES256",
        ...(token_endpoint_auth_method === "none" ? {} : { client_secret }),
        ...client,
      }],
      cookies: { keys: ["not a secret"] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_: unknown, accountId: string) => ({
        accountId,
        claims: () => ({ sub: accountId, ...upstream.person.claims }),
      }),
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      jwks: { keys: [{ ...signingKey, alg: "ES256", use: "sig" }] },
      enabledJWA: { idTokenSigningAlgValues: ["ES256", "RS256"] },
      ...configuration,
    } as never);
  upstream.allow(redirect_uris);
  return upstream;
}

/** The guarded ways out, with permission to reach these hosts on loopback. */
export function waysTo(...allowed: readonly string[]) {
  const rules = { allowed, ports: [443], own: [] };
  const ports = { rules, resolve: systemResolve, authorities: undefined, report: () => {} };
  return { fetch: guardedFetch(ports), request: guardedRequest(ports), fetchRules: rules };
}
