import { assertEquals } from "@std/assert";
import { openAdmin } from "../admin/admin_server.ts";

Deno.test("a set-password link that went to a mistyped address stops working when the address is corrected", async () => {
  const { call, send } = await openAdmin();
  const made = await call("POST", "/users", { email: "ada@exmaple.com", username: "ada" });
  const link = new URL(made.body.set_password_url);
  assertEquals((await send(link)).status, 200);
  await call("PATCH", `/users/${made.body.id}`, { email: "ada@example.com" });
  assertEquals((await send(link)).status, 400);
});
