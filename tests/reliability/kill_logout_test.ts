import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { openEmbedded } from "../../src/store/embedded.ts";
import { openBrowser } from "../support/browser.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { tokensFor } from "../support/flow.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";
import { issuer, sameIssuer, sendTo } from "./scene.ts";

/** Takes logout tokens at a port of this machine. */
function openReceiver(port: number) {
  const { promise: first, resolve } = Promise.withResolvers<void>(), taken: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, async (request) => {
    taken.push((await request.formData()).get("logout_token") as string);
    resolve();
    return new Response();
  });
  return { port: server.addr.port, taken, first, close: () => server.shutdown() };
}

/** Looks at the deliveries while no server is there. @param pass The pause before the next attempt is over. */
async function deliveries(dataDir: string, { pass }: { readonly pass: boolean }) {
  const opened = await openEmbedded(dataDir);
  assert(opened.ok);
  const { db, close } = opened.value;
  const rows = await db.selectFrom("logout_delivery").select(["state", "attempts"]).execute();
  if (pass) await db.updateTable("logout_delivery").set({ next_attempt_at: 0 }).execute();
  await close();
  return rows;
}

Deno.test("an app that is down while the server is killed is told once, by the server that starts next (OpenID Connect Back-Channel Logout section 2.5)", async () => {
  const home = await Deno.makeTempDir({ prefix: "latchkey-kill-" }), dataDir = `${home}/data`;
  try {
    await copyDataDir(dataDir);
    const away = openReceiver(0), { port } = away;
    await away.close();
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
    await receiver.first;
    assertEquals(await server.stop(), 0);
    await receiver.close();
    assertEquals(receiver.taken.map((token) => decodeJwt(token).sid), [decodeJwt(id_token!).sid]);
    assertEquals(await deliveries(dataDir, { pass: false }), [{ state: "delivered", attempts: 2 }]);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
