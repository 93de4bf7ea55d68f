import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { openAdmin } from "./admin_server.ts";

const { call, send, time } = await openAdmin();

const statusOf = async (url: string) => {
  const response = await send(url);
  await response.body?.cancel();
  return response.status;
};

Deno.test("POST /users/admin-link gives a link for 15 minutes, and the one before stops working", async () => {
  const first = await call("POST", "/users/admin-link"), second = await call("POST", "/users/admin-link");
  assertEquals([first.status, Object.keys(first.body)], [200, ["url", "expires_at"]]);
  assert(first.body.url.startsWith("http://localhost:8080/admin-link?link=lk_ol_"));
  assertEquals(Date.parse(first.body.expires_at) / 1000, time.now + 15 * 60);
  assertNotEquals(first.body.url, second.body.url);
  assertEquals([await statusOf(first.body.url), await statusOf(second.body.url)], [400, 200]);
  time.now += 15 * 60;
  assertEquals(await statusOf(second.body.url), 400);
});

Deno.test("an admin link is given to the admin token alone, and admin-link is no user", async () => {
  const stranger = await call("POST", "/users/admin-link", undefined, { authorization: undefined });
  assertEquals(stranger.status, 401);
  const read = await call("GET", "/users/admin-link");
  assertEquals([read.status, read.headers.get("allow")], [405, "POST"]);
});
