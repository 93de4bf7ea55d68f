import { type Arrival } from "../admin/admin_ports.ts";
import { type Finding, fine } from "../domain/finding.ts";

/** What this machine pretends to be when it calls the public address. No proxy may pass any of it on as its own word. */
export const forged = {
  "x-forwarded-for": "203.0.113.77",
  "x-forwarded-host": "forged.example",
  "forwarded": "for=203.0.113.77;host=forged.example",
  "client-cert": ":Zm9yZ2Vk:",
} as const;

/** Nothing on the way wrote where the request came from, so there is no proxy that could drop anything. */
const isDirect = (headers: Arrival["headers"]) => headers["x-forwarded-for"] === forged["x-forwarded-for"];

/** Every look at how a request with forged headers arrived through the public address. */
const looks: readonly ((issuer: URL, arrived: Arrival) => Finding)[] = [
  (issuer, { address }) =>
    new URL(address).host === issuer.host ? fine("host", `${issuer.host} arrives as it is`) : {
      check: "host",
      status: "warn",
      found: `Host arrives as ${new URL(address).host}`,
      remedy: `Let the proxy pass it on: proxy_set_header Host $host (nginx); Caddy and Traefik do`,
    },
  (_, { client }) =>
    client !== forged["x-forwarded-for"] ? fine("client address", `taken as ${client}`) : {
      check: "client address",
      status: "fail",
      found: "a forged X-Forwarded-For is believed",
      remedy: "Let the proxy overwrite it: proxy_set_header X-Forwarded-For $remote_addr (nginx)",
    },
  (_, { peer, client, headers }) => {
    const proxied = headers["x-forwarded-for"] !== undefined &&
      headers["x-forwarded-for"] !== forged["x-forwarded-for"];
    if (!proxied || client !== peer) return fine("trusted proxies", proxied ? peer : "no proxy seen");
    return {
      check: "trusted proxies",
      status: "warn",
      found: `a proxy at ${peer} is not trusted, so all people seem to come from there`,
      remedy: `Set LATCHKEY_TRUSTED_PROXIES=${peer}`,
    };
  },
  (_, { headers }) =>
    headers["client-cert"] === undefined || isDirect(headers)
      ? fine("client certificate", "a forged one is not believed")
      : {
        check: "client certificate",
        status: "warn",
        found: "a forged Client-Cert arrives (it is ignored here)",
        remedy:
          `Let the proxy drop it: proxy_set_header Client-Cert "" (nginx), header_up -Client-Cert (Caddy)`,
      },
  (_, { headers }) => {
    const passed = (["x-forwarded-host", "forwarded"] as const).filter((name) =>
      headers[name] === forged[name]
    );
    return passed.length === 0 || isDirect(headers)
      ? fine("forwarded headers", "forged ones are not believed")
      : {
        check: "forwarded headers",
        status: "warn",
        found: `forged ones arrive (they are ignored here): ${passed.join(", ")}`,
        remedy: `Let the proxy drop them, as "latchkey doctor --proxy nginx" shows`,
      };
  },
];

/** Judges how a request with {@link forged} headers arrived through the issuer's address. */
export const judgeArrival = (issuer: string, arrived: Arrival): readonly Finding[] =>
  looks.map((look) => look(new URL(issuer), arrived));

/** Judges what a public address answered as discovery. */
export function judgeDiscovery(issuer: string, found: unknown): Finding {
  const told = (found as { issuer?: unknown } | undefined)?.issuer;
  if (told === issuer) return fine("public address", `${issuer} is this server`);
  return {
    check: "public address",
    status: "fail",
    found: told === undefined ? `${issuer} answers with something else` : `${issuer} says that it is ${told}`,
    remedy: "Let the proxy lead that address here, or set LATCHKEY_ISSUER to the address that does",
  };
}

/** Judges the clock of the server by the Date of an answer, in seconds. */
export function judgeClock(date: string | null, now: number): Finding {
  const apart = date === null ? 0 : Math.round(Date.parse(date) / 1000 - now);
  return Math.abs(apart) <= 5 ? fine("clock here", `${Math.abs(apart)} s beside the server's`) : {
    check: "clock here",
    status: "fail",
    found: `${Math.abs(apart)} s ${apart > 0 ? "behind" : "ahead of"} the server's`,
    remedy: "Synchronise both clocks (chrony, systemd-timesyncd)",
  };
}
