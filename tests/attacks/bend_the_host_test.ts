// Somebody writes the Host header so that a request is for another tenant or path than whoever stands before us saw.
import { assert, assertEquals } from "@std/assert";
import { createApp } from "../../src/http/app.ts";
import { openProvider } from "../support/provider.ts";
import { sendRaw } from "../support/raw_requests.ts";
import { addTenant } from "../support/tenant.ts";

const server = await openProvider(), { deployment, issuer, lines } = server, host = "id.acme.example";
await addTenant(server, "acme");
await addTenant(server, "hosted", { host });
const document = "/.well-known/openid-configuration";

/** Sends requests as they are written. @returns for each its status and the issuer that answers. */
async function sendAll(requests: readonly string[]): Promise<readonly string[]> {
  const answers = await sendRaw(createApp(deployment), requests);
  return answers.map((text) => `${text.split(" ")[1]} ${/"issuer":"([^"]*)"/.exec(text)?.[1] ?? ""}`.trim());
}

const asking = (target: string, ...hosts: readonly string[]) =>
  `GET ${target} HTTP/1.1\r\n${
    hosts.map((name) => `Host: ${name}\r\n`).join("")
  }X-Forwarded-Host: ${host}\r\nForwarded: host=${host}\r\nConnection: close\r\n\r\n`;

Deno.test("a Host that is none is refused, and is no fault of ours (RFC 9112 section 3.2)", async () => {
  const bent = [
    "a b",
    "[::1",
    "a<b",
    "a%00b",
    `u@${host}`,
    `${host}/t/acme`,
    `${host}#`,
    `${host}?x`,
    "x:y",
    "x:99999",
  ];
  const answers = await sendAll([
    ...bent.map((name) => asking(document, name)),
    asking(document, "localhost", host),
    asking("/x", `localhost${document}?`),
  ]);
  assertEquals(answers, answers.map(() => "400"));
  assert(!lines.some((line) => JSON.parse(line).level === "error"));
});

Deno.test("every spelling of a tenant's host is that tenant's, and no other header names one (RFC 9110 section 4.2.3)", async () => {
  const spelled = [host, host.toUpperCase(), `${host}.`, `${host}:443`, `${host}.:443`, `${host}:80`];
  const answers = await sendAll([
    ...spelled.map((name) => asking(document, name)),
    asking(`https://${host}${document}`, "localhost"),
    asking(document, "localhost"),
    asking(`/t/acme${document}`, `${host}.`),
    asking(`/t/hosted${document}`, "localhost"),
    asking(`//${host}${document}`, "localhost"),
  ]);
  const hosted = `200 https://${host}`;
  assertEquals(answers, [...spelled.map(() => hosted), hosted, `200 ${issuer}`, "404", "404", "404"]);
});
