import { assertEquals, assertMatch } from "@std/assert";
import { clientLifetimeNames, type Lifetimes, lifetimes } from "../../src/domain/tenant_policy.ts";
import { openAdmin } from "./admin_server.ts";

const { call } = await openAdmin();
const web = { redirect_uris: ["https://app.example/callback"] };

Deno.test("a client's own lifetimes are set, changed and taken back one by one (RFC 7396)", async () => {
  const { status, body } = await call("POST", "/clients", { ...web, lifetimes: { session: 3600 } });
  assertEquals([status, body.lifetimes], [201, { session: 3600 }]);
  const path = `/clients/${body.client_id}`;
  const more = await call("PATCH", path, { lifetimes: { id_token: 120 } });
  assertEquals(more.body.lifetimes, { session: 3600, id_token: 120 });
  assertEquals((await call("PATCH", path, { client_name: "Other" })).body.lifetimes, more.body.lifetimes);
  const less = await call("PATCH", path, { lifetimes: { session: null } });
  assertEquals(less.body.lifetimes, { id_token: 120 });
  const none = await call("PATCH", path, { lifetimes: null });
  assertEquals([none.status, "lifetimes" in none.body], [200, false]);
});

for (const name of clientLifetimeNames) {
  Deno.test(`a client's own ${name} has the bounds of the tenant's`, async () => {
    const { least, most } = lifetimes[name];
    for (const seconds of [least, most]) {
      assertEquals((await call("POST", "/clients", { ...web, lifetimes: { [name]: seconds } })).status, 201);
    }
    for (const seconds of [least - 1, most + 1, least + 0.5, `${least}`]) {
      const { status, body } = await call("POST", "/clients", { ...web, lifetimes: { [name]: seconds } });
      assertEquals([status, body.errors?.[0].pointer], [400, `#/lifetimes/${name}`]);
    }
  });
}

Deno.test("a lifetime of what is not a client's is refused in its record", async () => {
  const others = (Object.keys(lifetimes) as (keyof Lifetimes)[]).filter((name) =>
    !(clientLifetimeNames as readonly string[]).includes(name)
  );
  for (const name of others) {
    const given = { ...web, lifetimes: { [name]: lifetimes[name].default } };
    const { status, body } = await call("POST", "/clients", given);
    assertEquals([status, body.errors?.[0].pointer], [400, `#/lifetimes/${name}`]);
    assertMatch(body.errors[0].detail, /known are authorization_code/);
  }
});
