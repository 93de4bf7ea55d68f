import { assert, assertEquals, assertLess } from "@std/assert";
import { authorizeUrl, post } from "../support/flow.ts";
import { addClient, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, db } = provider;
const client = await addClient(provider);

const kept = () => db.selectFrom("refusal").selectAll().execute();

async function authorize(asked: Readonly<Record<string, string>>): Promise<Response> {
  const response = await send(authorizeUrl(issuer, client, asked));
  await response.body?.cancel();
  return response;
}

Deno.test("what explains a refusal is kept under the reference that the page shows", async () => {
  const { headers } = await authorize({ redirect_uri: "https://other.example/" });
  const [row] = await kept();
  assertEquals([row?.reference, row?.client_id], [headers.get("x-request-id")!, client.client_id]);
  assertEquals([row?.error, row?.why], ["invalid_request", "redirect_uri.registered"]);
});

Deno.test("however long a refused parameter is, little of it is kept", async () => {
  await authorize({ redirect_uri: `https://other.example/${"x".repeat(50_000)}` });
  for (const row of await kept()) assertLess(JSON.stringify(row).length, 20_000);
});

Deno.test("client_ids that nobody has share one count, so that guessing them fills no table", async () => {
  for (let guess = 0; guess < 60; guess++) {
    await authorize({ client_id: `guess-${guess}` });
    await (await post(send, "/oauth2/token", {}, { ...client, client_id: `other-${guess}` })).body?.cancel();
  }
  const rows = (await kept()).filter(({ client_id }) => /^(guess|other)-/.test(client_id));
  assertEquals(rows.length, 100);
  const counts = await db.selectFrom("throttle").select("key").where("key", "like", "refusals/%").execute();
  assertEquals(counts.map(({ key }) => key).toSorted(), ["refusals/-", `refusals/${client.client_id}`]);
});

Deno.test("while guesses are no longer kept, what a real client's developer needs still is", async () => {
  const before = (await kept()).length;
  await authorize({ scope: "a  b" });
  assertEquals((await kept()).length, before + 1);
  assert((await kept()).some(({ why }) => why === "scope.syntax"));
});
