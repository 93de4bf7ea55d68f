/** Requests byte by byte, as no client library would send them. */
import type { Hono } from "hono";
import type { Env } from "../../src/http/env.ts";
import { listen } from "../../src/http/listen.ts";

/**
 * Sends each request over a connection of its own to an application that listens.
 *
 * @param requests With `Connection: close`, so that each answer has an end.
 * @returns the answers, byte by byte too.
 */
export async function sendRaw(app: Hono<Env>, requests: readonly string[]): Promise<readonly string[]> {
  const listening = await listen(app, { listen: { hostname: "127.0.0.1", port: 0 }, tls: undefined });
  const port = Number(listening.address.split(":").at(-1)), answers: string[] = [];
  for (const request of requests) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode(request));
    answers.push(await new Response(connection.readable).text());
  }
  await listening.drain(1000);
  return answers;
}
