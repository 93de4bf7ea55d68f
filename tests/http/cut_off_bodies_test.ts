import { assertEquals } from "@std/assert";
import { mountAdmin } from "../../src/http/admin_api.ts";
import { createApp } from "../../src/http/app.ts";
import { listen } from "../../src/http/listen.ts";
import type { LogFields } from "../../src/http/log.ts";
import { routes } from "../../src/http/routes.ts";
import { openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

const provider = await openProvider(), { issuer, deployment } = provider;
await setPolicy(provider, { registration: "open" });

/** A log that hands out its next line about a whole request, with everything logged until then. */
function openLog() {
  let events: string[] = [], tell = (_: { readonly fields: LogFields; readonly events: string[] }) => {};
  const log = (_: string, event: string, fields: LogFields = {}) => {
    events.push(event);
    if (event === "request") {
      tell({ fields, events });
      events = [];
    }
  };
  const next = () =>
    new Promise<{ readonly fields: LogFields; readonly events: string[] }>((told) => tell = told);
  return { log, next };
}

/** Every place that reads a body: a path, its media type, and what it answers. */
const places = [
  ...routes.filter(({ methods }) => "POST" in methods).map(({ path }) =>
    [path, path === "/oauth2/register" ? "application/json" : "application/x-www-form-urlencoded"] as const
  ),
  ["/api/v1/clients", "application/json"] as const,
];

for (
  const [head, body] of [["Content-Length: 100", "a=b"], ["Transfer-Encoding: chunked", "5\r\na=b&c\r\n"]]
) {
  Deno.test(`a body that is cut off (${head}) is no fault of the server's, wherever it was sent to (RFC 9112 section 8)`, async () => {
    const { log, next } = openLog();
    const app = createApp({ ...deployment, log }, (hono) => mountAdmin(hono, { ...deployment, log }));
    const { address, drain } = await listen(app, {
      listen: { hostname: "127.0.0.1", port: 0 },
      tls: undefined,
    });
    const port = Number(address.split(":").at(-1));
    for (const [path, type] of places) {
      const logged = next(), connection = await Deno.connect({ hostname: "127.0.0.1", port });
      const lines = [
        `POST ${path} HTTP/1.1`,
        `Host: ${new URL(issuer).host}`,
        `Origin: ${issuer}`,
        "Authorization: Bearer test-admin-token-0123456789abcdef",
        `Content-Type: ${type}`,
        head,
      ];
      await connection.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n${body}`));
      connection.close();
      const { fields, events } = await logged;
      assertEquals([fields.status, events.includes("fault")], [400, false], path);
    }
    await drain(1000);
  });
}
