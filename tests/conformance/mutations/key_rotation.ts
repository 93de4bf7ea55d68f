import { changeKeys, notFirst } from "../proxy/alter.ts";
import { type Alter, both } from "../proxy/traffic.ts";
import { inModule, type Mutation } from "./mutation.ts";

/** Says that the keys were rotated and leaves them as they are: an issuer rotates once a while, not for each run. */
const unrotated: Alter = ({ request, pass }) =>
  request.url.endsWith("/keys/rotate")
    ? { status: 200, headers: [["content-type", "application/json"]], body: "{}" }
    : pass();

export const mutations: readonly Mutation[] = inModule("oidcc-server-rotate-keys", [
  { id: "a rotation that does not take place", fails: ["key_rotation.new_key"], alter: unrotated },
  {
    id: "a key that is gone once there is a new one",
    fails: ["key_rotation.old_key"],
    alter: both(
      unrotated,
      changeKeys((keys, { keys: { unpublished } }) => [
        ...keys.filter(({ kid }) => kid !== "proxy-ec"),
        unpublished.jwk,
      ], notFirst),
    ),
  },
]);
