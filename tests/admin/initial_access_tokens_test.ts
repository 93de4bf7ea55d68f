import { assertEquals, assertMatch } from "@std/assert";
import { configure, register, setPolicy, webApp } from "../support/registration.ts";
import { openAdmin } from "./admin_server.ts";

const server = await openAdmin();
const { call, send, time } = server;
await setPolicy(server, { registration: "token" });

Deno.test("an initial access token registers one client within a day where nothing is said (RFC 7591 section 3)", async () => {
  const { status, body, headers } = await call("POST", "/initial-access-tokens");
  const { id, initial_access_token, ...rest } = body;
  assertEquals(status, 201);
  assertEquals(headers.get("location"), `http://localhost:8080/api/v1/initial-access-tokens/${id}`);
  assertMatch(initial_access_token, /^lk_ia_/);
  assertEquals(rest, {
    description: "",
    state: "active",
    uses_left: 1,
    expires_at: new Date((time.now + 86_400) * 1000).toISOString().replace(".000", ""),
    created_at: new Date(time.now * 1000).toISOString().replace(".000", ""),
  });
  assertEquals((await register(send, webApp, initial_access_token)).status, 201);
  assertEquals((await register(send, webApp, initial_access_token)).status, 401);
});

Deno.test("initial access tokens are listed with what they are good for, and never shown again", async () => {
  const make = async (body: object) => (await call("POST", "/initial-access-tokens", body)).body;
  const many = await make({ description: "Many", uses: 3, expires_in: 3600 });
  const brief = await make({ description: "Brief", expires_in: 60 });
  const ended = await make({ description: "Ended" });
  await register(send, webApp, many.initial_access_token);
  time.now += 60;
  assertEquals((await call("DELETE", `/initial-access-tokens/${ended.id}`)).status, 204);
  const { body } = await call("GET", "/initial-access-tokens");
  type Listed = { readonly id: string; readonly state: string; readonly uses_left: number };
  const states = Object.fromEntries(
    (body.initial_access_tokens as Listed[]).map(({ id, state, uses_left }) => [id, [state, uses_left]]),
  );
  assertEquals([states[many.id], states[brief.id], states[ended.id]], [
    ["active", 2],
    ["expired", 1],
    ["revoked", 1],
  ]);
  assertEquals(JSON.stringify(body).includes("lk_ia_"), false);
  const used = (body.initial_access_tokens as Listed[]).filter(({ state }) => state === "used_up");
  assertEquals(used.map(({ uses_left }) => uses_left), [0]);
});

Deno.test("initial access tokens are listed page by page", async () => {
  const seen: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const path: string = `/initial-access-tokens?limit=2${after && `&after=${after}`}`;
    const { body } = await call("GET", path);
    seen.push(...body.initial_access_tokens.map(({ id }: { id: string }) => id));
    after = body.next;
  }
  assertEquals(seen.length, 4);
  assertEquals(new Set(seen).size, 4);
});

Deno.test("a token that is ended or never was cannot be ended", async () => {
  const { body } = await call("POST", "/initial-access-tokens");
  assertEquals((await call("DELETE", `/initial-access-tokens/${body.id}`)).status, 204);
  for (const id of [body.id, "nobody"]) {
    assertEquals((await call("DELETE", `/initial-access-tokens/${id}`)).status, 404);
  }
});

for (
  const [wrong, pointer] of [
    [{ uses: 0 }, "#/uses"],
    [{ uses: 10_001 }, "#/uses"],
    [{ expires_in: 59 }, "#/expires_in"],
    [{ expires_in: 366 * 86_400 }, "#/expires_in"],
    [{ description: 7 }, "#/description"],
    [{ token: "chosen" }, "#/token"],
  ] as const
) {
  Deno.test(`an initial access token with ${JSON.stringify(wrong)} is refused`, async () => {
    const { status, body } = await call("POST", "/initial-access-tokens", wrong);
    assertEquals([status, body.errors[0].pointer], [400, pointer]);
  });
}

Deno.test("an administrator sees where a client comes from, and changes, stops and ends it like any other", async () => {
  await setPolicy(server, { registration: "open" });
  const { body: made } = await register(send, webApp), path = `/clients/${made.client_id}`;
  const { body: shown } = await call("GET", path);
  assertEquals([shown.origin, shown.unused_until > shown.created_at], ["open", true]);
  const changed = await call("PATCH", path, { client_name: "Renamed", first_party: true });
  assertEquals([changed.status, changed.body.client_name, changed.body.origin], [200, "Renamed", "open"]);
  // The client's own change leaves what only an administrator sets.
  await configure(send, made, "PUT", webApp);
  const { body: after } = await call("GET", path);
  assertEquals([after.client_name, after.first_party], [webApp.client_name, true]);
  assertEquals((await call("POST", `${path}/disable`)).status, 200);
  assertEquals((await configure(send, made, "GET")).status, 401);
  assertEquals((await call("DELETE", path)).status, 204);
});

Deno.test("a secret that an administrator gives a client for which nobody vouches expires as well", async () => {
  const { body: made } = await register(send, webApp);
  const { body } = await call("POST", `/clients/${made.client_id}/rotate-secret`);
  assertEquals(body.client_secret_expires_at, made.client_secret_expires_at);
});
