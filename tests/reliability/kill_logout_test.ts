import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { openBrowser } from "../support/browser.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { tokensFor } from "../support/flow.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";
import { closedPort, deliveries, openReceiver } from "./logout_receiver.ts";
import { issuer, sameIssuer, sendTo } from "./scene.ts";

Deno.test("an app that is down while the server is killed is told once, by the server that starts next (OpenID Connect Back-Channel Logout section 2.5)", async () => {
  const home = await Deno.makeTempDir({ prefix: "latchkey-kill-" }), dataDir = `${home}/data`;
  try {
    await copyDataDir(dataDir);
    const port = await closedPort();
    const env = { ...sameIssuer, LATCHKEY_FETCH_ALLOW: `127.0.0.1:${port}` };
    const start = () => startServer({ dataDir, env });
    let server = await start();
    const send = sendTo(() => server), browser = openBrowser(issuer, send);
    const client = await registerClient(server, {
      backchannel_logout_uri: `http://127.0.0.1:${port}/logout`,
    });
    const { id_token } = await tokensFor({ issuer, send }, client, await registerPerson(server), { browser });
    await browser.open(`/oauth2/end_session?id_token_hint=${id_token}`);
    assert(await server.process.line(/fetch_failed/), "nobody tried to tell it while it was down");
    await server.stop("SIGKILL");
    assertEquals(await deliveries(dataDir, { pass: true }), [{ state: "queued", attempts: 1 }]);

    const receiver = openReceiver(port);
    server = await start();
    await receiver.came(1);
    assertEquals(await server.stop(), 0);
    await receiver.close();
    assertEquals(receiver.taken.map((token) => decodeJwt(token).sid), [decodeJwt(id_token!).sid]);
    assertEquals(await deliveries(dataDir, { pass: false }), [{ state: "delivered", attempts: 2 }]);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
