import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Hono } from "hono";
import type { Env } from "./env.ts";

/** Where and how to listen. */
export interface ListenOptions {
  readonly listen: { readonly hostname: string; readonly port: number };
  /** Paths of PEM files; undefined: plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/** A server that accepts requests. */
export interface Listening {
  readonly address: string;
  /** Lets what is in flight end, stops accepting, and gives up on the rest after that many milliseconds. */
  readonly drain: (withinMs: number) => Promise<void>;
}

async function readPem(name: string, path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (fault) {
    throw new Error(`${name} ${path} cannot be read (${(fault as Error).message})`);
  }
}

function belongTogether(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

async function readTls(paths: { readonly cert: string; readonly key: string }) {
  const cert = await readPem("LATCHKEY_TLS_CERT", paths.cert);
  const key = await readPem("LATCHKEY_TLS_KEY", paths.key);
  if (belongTogether(cert, key)) return { cert, key };
  throw new Error(
    `LATCHKEY_TLS_CERT ${paths.cert} and LATCHKEY_TLS_KEY ${paths.key} have to be a certificate and its private key, both as PEM and not encrypted`,
  );
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, milliseconds));
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** The form of every method that there is; a name such as `constructor` may be a member of any object of a library. */
const methodForm = /^[A-Z][A-Z-]*$/;

/** Starts to listen. Throws one line that says what is in the way and what to do. */
export async function listen(
  app: Hono<Env>,
  { listen: { hostname, port }, tls }: ListenOptions,
): Promise<Listening> {
  const certificate = tls && await readTls(tls);
  const inFlight = new Set<Promise<Response>>();
  const answer = async (request: Request, { remoteAddr }: Deno.ServeHandlerInfo<Deno.NetAddr>) => {
    // RFC 9110 section 9.1
    if (!methodForm.test(request.method)) return new Response(null, { status: 501 });
    const answering = Promise.resolve(app.fetch(request, { remoteAddress: remoteAddr.hostname }));
    inFlight.add(answering);
    try {
      return await answering;
    } finally {
      inFlight.delete(answering);
    }
  };
  try {
    const server = Deno.serve({ hostname, port, onListen: () => {}, ...certificate }, answer);
    return {
      address: `${server.addr.hostname}:${server.addr.port}`,
      drain: async (withinMs) => {
        // A shutdown cuts off bodies that have not arrived whole, so those that are on their way come first.
        await within(withinMs / 2, Promise.allSettled(inFlight));
        await within(withinMs / 2, server.shutdown());
      },
    };
  } catch (fault) {
    if (fault instanceof Deno.errors.AddrInUse) {
      throw new Error(
        `${hostname}:${port} is taken by another program: stop that one, or set LATCHKEY_LISTEN`,
      );
    }
    throw new Error(
      `Cannot listen on ${hostname}:${port} (${(fault as Error).message}): set LATCHKEY_LISTEN`,
    );
  }
}
