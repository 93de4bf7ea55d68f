/**
 * Clients are named in paths and in what is signed too, where percent signs and JSON can write what no text in a
 * database can hold.
 */
import { assertEquals } from "@std/assert";
import { asserted, signerOf } from "../support/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { post } from "../support/flow.ts";
import { openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

const provider = await openProvider(), { send, lines } = provider;
await setPolicy(provider, { registration: "open" });
const signer = signerOf(await makeClientKey());

for (const [what, client_id] of [["U+0000", "c_\0"], ["half of a surrogate pair", "c_\ud800"]] as const) {
  Deno.test(`name what cannot be stored: an assertion of a client with ${what} in its name is nobody's (RFC 6749 section 5.2)`, async () => {
    const proof = await asserted(provider, { client_id, signer });
    const answer = await post(send, "/oauth2/token", { grant_type: "client_credentials", ...proof });
    assertEquals([answer.status, (await answer.json()).error], [401, "invalid_client"]);
  });
}

Deno.test("name what cannot be stored: a path with U+0000 leads to no client (RFC 9110 section 15.5.5)", async () => {
  const headers = { authorization: "Bearer some-token" };
  for (const [path, due] of [["/logos/c_%00", 404], ["/oauth2/register/c_%00", 401]] as const) {
    const answer = await send(path, { headers });
    await answer.body?.cancel();
    assertEquals(answer.status, due, path);
  }
});

Deno.test("name what cannot be stored: what was refused is explained all the same, and nothing of it is a fault of ours", async () => {
  const events = lines.map((line) => JSON.parse(line).event);
  assertEquals(events.filter((event) => ["fault", "refusal_not_kept"].includes(event)), []);
  const kept = await provider.db.selectFrom("refusal").select("client_id").execute();
  assertEquals(kept.map(({ client_id }) => client_id).sort(), ["c_\ufffd", "c_\ufffd"]);
});
