import { newKeyPublished, oldKeyKept } from "../checks/key_rotation.ts";
import type { Module } from "../stage.ts";
import { begin } from "../steps/begin.ts";
import { fetchKeys } from "../steps/discover.ts";
import { logIn } from "../steps/log_in.ts";
import { endpointOf } from "../server.ts";

/** The operator rotates the keys, here by the request that the configuration has for it. */
export const serverRotateKeys: Module = {
  id: "oidcc-server-rotate-keys",
  summary: "After a rotation the new key is published, and what it signs verifies",
  waits: 2,
  run: async (stage) => {
    const { rotate_keys } = stage.config.server;
    if (!rotate_keys) return stage.skip("The configuration has no server.rotate_keys");
    const session = await begin(stage), { url, method = "POST", headers = {}, body } = rotate_keys;
    if (headers.authorization) stage.addSecret(headers.authorization.split(" ").at(-1)!);
    const done = await stage.send("key rotation", {
      url,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (done.status >= 300) throw new Error(`server.rotate_keys answers ${done.status}`);
    await stage.wait(2); // servers read their own keys again from time to time
    const keys = await fetchKeys(stage, endpointOf(session.server, "jwks_uri"));
    const rotation = { before: session.server.keys, after: keys };
    stage.verify(newKeyPublished, rotation);
    stage.verify(oldKeyKept, rotation);
    await logIn({ ...session, server: { ...session.server, keys } });
  },
};
