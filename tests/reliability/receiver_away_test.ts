/** The pauses between attempts are real ones here, so this takes the two minutes and a half that they add up to. */
import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { openBrowser } from "../support/browser.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { tokensFor } from "../support/flow.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";
import { closedPort, deliveries, openReceiver } from "./logout_receiver.ts";
import { issuer, sameIssuer, sendTo } from "./scene.ts";

const awayMs = 120_000;

Deno.test("an app that is down for two minutes, in which the server is killed, is told once when it is back (OpenID Connect Back-Channel Logout section 2.5)", async () => {
  const home = await Deno.makeTempDir({ prefix: "latchkey-away-" }), dataDir = `${home}/data`;
  try {
    await copyDataDir(dataDir);
    const port = await closedPort();
    const env = { ...sameIssuer, LATCHKEY_FETCH_ALLOW: `127.0.0.1:${port}` };
    const start = () => startServer({ dataDir, env });
    let server = await start();
    const place = { issuer, send: sendTo(() => server) };
    const client = await registerClient(server, {
      backchannel_logout_uri: `http://127.0.0.1:${port}/logout`,
    });
    const person = await registerPerson(server);
    const signInAndOut = async () => {
      const browser = openBrowser(issuer, place.send);
      const { id_token } = await tokensFor(place, client, person, { browser });
      await browser.open(`/oauth2/end_session?id_token_hint=${id_token}`);
      return decodeJwt(id_token!).sid;
    };

    const sid = await signInAndOut(), downSince = performance.now();
    assert(await server.process.line(/fetch_failed/), "nobody tried to tell it while it was down");
    await server.stop("SIGKILL");
    server = await start();
    assert(await server.process.line(/fetch_failed/), "nobody tried again after the server was killed");
    await new Promise((passed) => setTimeout(passed, downSince + awayMs - performance.now()));
    const receiver = openReceiver(port);
    await receiver.came(1);

    // Whatever waited would be due now, and come before what is queued after it.
    assertEquals(await server.stop(), 0);
    const [delivery, ...more] = await deliveries(dataDir, { pass: true });
    assertEquals([delivery?.state, more], ["delivered", []]);
    server = await start();
    const next = await signInAndOut();
    await receiver.came(2);
    assertEquals(await server.stop(), 0);
    await receiver.close();
    const told = receiver.taken.map((token) => decodeJwt(token));
    assertEquals(told.map((claims) => claims.sid), [sid, next]);
    assertEquals(new Set(told.map(({ jti }) => jti)).size, 2);
    const states = (await deliveries(dataDir, { pass: false })).map(({ state }) => state);
    assertEquals(states, ["delivered", "delivered"]);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
