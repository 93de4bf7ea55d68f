/** Our own side: what is sent to it. */
import { assertEquals } from "@std/assert";
import { once } from "node:events";
import { connect } from "node:tls";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { openTransport } from "../../src/conformance/transport.ts";

Deno.test("what is sent to our side counts once it is whole; whoever gives up on the way disturbs nothing", async () => {
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  const bodies: (string | undefined)[] = [];
  try {
    const url = receiver.listen("/notified", ({ body }) => bodies.push(body)), { port } = new URL(url);
    const socket = connect({ port: Number(port), host: "127.0.0.1", rejectUnauthorized: false });
    await once(socket, "secureConnect");
    socket.write("POST /notified HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf");
    while (receiver.hits(url) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    socket.destroy();
    await once(socket, "close");
    const { status } = await transport.send({ method: "POST", url, headers: {}, body: "whole" });
    assertEquals([status, bodies], [200, ["whole"]]);
  } finally {
    transport.close();
    await receiver.close();
  }
});
