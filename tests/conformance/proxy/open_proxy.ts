/** The proxy: an https server on loopback that passes requests on to the issuer and alters what is told to it. */
import { Buffer } from "node:buffer";
import https from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Front } from "../../../src/cli/own_latchkey.ts";
import { selfSigned } from "../../../src/conformance/certificate.ts";
import {
  readObject,
  type Send,
  type WireRequest,
  type WireResponse,
} from "../../../src/conformance/exchange.ts";
import type { Receiver } from "../../../src/conformance/receiver.ts";
import { openTransport } from "../../../src/conformance/transport.ts";
import { changeKeys } from "./alter.ts";
import { makeProxyKeys } from "./keys.ts";
import { type Alter, both, type Passed, type Place, unaltered } from "./traffic.ts";

/** A proxy in front of an issuer. Until it is told otherwise it changes nothing. */
export interface Proxy extends Front, AsyncDisposable {
  /** Begins a run of one module. @returns what sends its requests, with every answer altered. */
  readonly altering: (send: Send, alter: Alter) => Send;
  /** Our own side for a run, with everything altered that the issuer sends to it by itself. */
  readonly receiving: (receiver: Receiver, alter: Alter) => Receiver;
}

interface Run {
  readonly alter: Alter;
  readonly before: Passed[];
}

/** Names the run that a request belongs to, so that runs can go side by side; the issuer never sees it. */
const runHeader = "x-proxy-run";

/** Headers that are about one connection (RFC 9110 section 7.6.1), and the body's length, which is taken anew. */
const ownHeaders = ["connection", "keep-alive", "transfer-encoding", "content-length", runHeader];

async function readRequest(issuer: string, incoming: IncomingMessage): Promise<WireRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString();
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined || ownHeaders.includes(name) ? [] : [[name, String(value)] as const]
  );
  return {
    method: incoming.method!,
    url: `${issuer}${incoming.url}`,
    headers: Object.fromEntries(headers),
    ...(body === "" ? {} : { body }),
  };
}

function writeResponse(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  outgoing.writeHead(status, headers.filter(([name]) => !ownHeaders.includes(name)).flat());
  outgoing.end(body);
}

const metadataPath = "/.well-known/openid-configuration";

/** What each address of the metadata is for, by its path. */
const placesIn = (metadata: Readonly<Record<string, unknown>>): readonly (readonly [string, Place])[] =>
  Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name))
    .map(([name, url]) => [new URL(String(url)).pathname, name]);

/** Opens a proxy at a free port. */
export async function openProxy(): Promise<Proxy> {
  const keys = makeProxyKeys(), transport = openTransport(), runs = new Map<string, Run>();
  const publishing = changeKeys((published) => [...published, keys.rsa.jwk, keys.ec.jwk]);
  const places = new Map<string, Place>([[metadataPath, "metadata"]]);
  let target = "", issuer = "";

  const passOn = (request: WireRequest) =>
    transport.send({ ...request, url: request.url.replace(issuer, target) });
  const answer = async (request: WireRequest, run: Run): Promise<WireResponse> => {
    const place = places.get(new URL(request.url).pathname) ?? "page";
    let issued: WireResponse | undefined;
    const pass = async (other = request) => issued = await passOn(other);
    const traffic = { place, request, pass, before: run.before, keys, issuer };
    const response = await both(publishing, run.alter)(traffic);
    // Whoever wants to go anywhere reads the metadata first, so that the proxy has read it too.
    if (place === "metadata" && issued) {
      for (const [path, member] of placesIn(readObject(issued.body) ?? {})) places.set(path, member);
    }
    run.before.push({ place, request, issued, response });
    return response;
  };

  const server = https.createServer(selfSigned("localhost"), async (incoming, outgoing) => {
    try {
      const run = runs.get(String(incoming.headers[runHeader])) ?? { alter: unaltered, before: [] };
      writeResponse(outgoing, await answer(await readRequest(issuer, incoming), run));
    } catch (fault) {
      // What the proxy cannot do is to be seen as that, and not taken for something of the issuer's.
      outgoing.destroy(fault as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    passTo: (origin) => target = origin,
    altering: (send, alter) => {
      const run = String(runs.size + 1);
      runs.set(run, { alter, before: [] });
      return (request) => send({ ...request, headers: { ...request.headers, [runHeader]: run } });
    },
    receiving: (receiver, alter) => ({
      ...receiver,
      listen: (path, take) =>
        receiver.listen(path, async (request) => {
          const pass = (other = request) => {
            take(other);
            return Promise.resolve({ status: 200, headers: [], body: "" });
          };
          await alter({ place: "client", request, pass, before: [], keys, issuer });
        }),
    }),
    [Symbol.asyncDispose]: () => {
      transport.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
