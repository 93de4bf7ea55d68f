/** An app that is told of sign-outs, and is away at times. */
import { assert } from "@std/assert";
import { openEmbedded } from "../../src/store/embedded.ts";

/** Takes logout tokens at a port of this machine. @param port 0: one that is free. */
export function openReceiver(port: number) {
  const taken: string[] = [], waiting: { readonly count: number; readonly come: () => void }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, async (request) => {
    taken.push((await request.formData()).get("logout_token") as string);
    for (const { count, come } of waiting) if (taken.length >= count) come();
    return new Response();
  });
  return {
    port: server.addr.port,
    /** The tokens, in order. */
    taken,
    /** Waits until that many came. */
    came: (count: number) =>
      new Promise<void>((come) => taken.length >= count ? come() : waiting.push({ count, come })),
    close: () => server.shutdown(),
  };
}

/** A port at which nobody listens. */
export async function closedPort(): Promise<number> {
  const away = openReceiver(0);
  await away.close();
  return away.port;
}

/** Looks at the deliveries while no server is there. @param pass The pause before the next attempt is over. */
export async function deliveries(dataDir: string, { pass }: { readonly pass: boolean }) {
  const opened = await openEmbedded(dataDir);
  assert(opened.ok);
  const { db, close } = opened.value;
  const rows = await db.selectFrom("logout_delivery").select(["state", "attempts"]).execute();
  if (pass) await db.updateTable("logout_delivery").set({ next_attempt_at: 0 }).execute();
  await close();
  return rows;
}
