// Somebody names a method that every object has a member of: what looks it up in a plain object finds something.
import { assertEquals } from "@std/assert";
import { createApp } from "../../src/http/app.ts";
import { openProvider } from "../support/provider.ts";
import { sendRaw } from "../support/raw_requests.ts";

const { deployment } = await openProvider(), app = createApp(deployment);

const asking = (method: string) =>
  `${method} /oauth2/token HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n`;

const statusOf = (answer: string) => Number(answer.split(" ")[1]);

Deno.test("a method that is none breaks nothing (RFC 9110 section 9.1)", async () => {
  const members = Object.getOwnPropertyNames(Object.prototype);
  const answers = await sendRaw(app, [...members, "get", "Post", "M-SEARCH", "PROPFIND"].map(asking));
  assertEquals(answers.map(statusOf), [...members.map(() => 501), 501, 501, 405, 405]);
});
