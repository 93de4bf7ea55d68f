import http from "node:http";
import https from "node:https";
import type { Send, WireResponse } from "./exchange.ts";

/** Connections to whatever is examined. */
export interface Transport {
  readonly send: Send;
  readonly close: () => void;
}

/** Milliseconds that a server may take for an answer, and bytes that an answer may have. */
const patienceMs = 20_000, longest = 4_000_000;

/**
 * Opens connections that take any certificate: what is examined often stands on a test machine with one of its own
 * making.
 */
export function openTransport(): Transport {
  const agents = {
    "http:": new http.Agent({ keepAlive: true }),
    // With a list of its own the runtime does not read the system's, for which it would want a permission.
    "https:": new https.Agent({ keepAlive: true, rejectUnauthorized: false, ca: [] }),
  };
  const send: Send = (request) =>
    new Promise<WireResponse>((resolve, reject) => {
      const url = new URL(request.url);
      const agent = url.protocol === "http:" || url.protocol === "https:" ? agents[url.protocol] : undefined;
      if (!agent) return reject(new Error(`${url.protocol} is not an address of the web: ${url.href}`));
      const body = request.body === undefined ? undefined : new TextEncoder().encode(request.body);
      const headers = { ...request.headers, ...(body ? { "content-length": String(body.length) } : {}) };
      const { request: open } = url.protocol === "http:" ? http : https;
      const call = open(url, { method: request.method, headers, agent, timeout: patienceMs }, (answer) => {
        const parts: string[] = [];
        let size = 0;
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => {
          size += part.length;
          if (size > longest) call.destroy(new Error(`an answer of more than ${longest} bytes`));
          else parts.push(part);
        });
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: pairs(answer.rawHeaders),
            body: parts.join(""),
          }));
      });
      call.on("timeout", () => call.destroy(new Error(`no answer within ${patienceMs / 1000} seconds`)));
      call.on("error", (fault) =>
        reject(new Error(`${request.method} ${url.origin}${url.pathname}: ${fault.message}`)));
      call.end(body);
    });
  return { send, close: () => Object.values(agents).forEach((agent) => agent.destroy()) };
}

/** Names and values that come by turns, as pairs. */
function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at]!.toLowerCase(), raw[2 * at + 1]!]);
}
