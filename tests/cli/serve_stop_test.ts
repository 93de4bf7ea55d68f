/** How the server ends. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { startServer } from "../support/server.ts";

/** Reads from a connection until a text has come, or until its end. */
async function readUntil(connection: Deno.Conn, text?: string): Promise<string> {
  const decoder = new TextDecoder(), chunk = new Uint8Array(4096);
  let read = "";
  while (text === undefined || !read.includes(text)) {
    const length = await connection.read(chunk);
    if (length === null) return read;
    read += decoder.decode(chunk.subarray(0, length), { stream: true });
  }
  return read;
}

/** Waits until nothing listens on the port any more. */
async function refused(port: number): Promise<void> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
  } catch (fault) {
    if (fault instanceof Deno.errors.ConnectionRefused) return;
    // What was taken at the very last moment is closed with the listener.
    if (!(fault instanceof Deno.errors.ConnectionReset)) throw fault;
  }
  await refused(port);
}

Deno.test("a server that is told to stop answers what is in flight, takes nothing new, and exits with 0", async () => {
  await using server = await startServer();
  const { port, process } = server, body = "grant_type=authorization_code";
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const write = (text: string) => connection.write(new TextEncoder().encode(text));
  await write(
    [
      "POST /oauth2/token HTTP/1.1",
      `Host: localhost:${port}`,
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      "Expect: 100-continue",
      "Connection: close",
      "\r\n",
    ].join("\r\n"),
  );
  // Sent when the server begins to read the body, and so in the middle of the request (RFC 9110 section 10.1.1).
  assertMatch(await readUntil(connection, "\r\n\r\n"), /^HTTP\/1\.1 100 Continue/);
  process.kill("SIGTERM");
  assert(await process.line(/\bstopping\b.*\bSIGTERM\b/));
  await write(body);
  const answer = await readUntil(connection);
  assertMatch(answer, /^HTTP\/1\.1 401 Unauthorized\r\n/);
  assertMatch(answer, /\r\n\r\n.*"error":"invalid_client"/);
  await refused(port);
  assertEquals(await process.ended, 0);
  assertMatch(process.output.at(-1)!, /\bstopped\b/);
  assertEquals(process.errors, []);
});
