/** Learning the identifiers by which somebody else's clients know people (OpenID Connect Core section 8.1). */
import { assertEquals } from "@std/assert";
import { lastRefusal, openProvider } from "../support/provider.ts";
import { configure, register, setPolicy } from "../support/registration.ts";

const provider = await openProvider(), { send } = provider;
await setPolicy(provider, { registration: "open" });

for (
  const redirect_uris of [
    ["com.evil.app://bank.example/callback"],
    ["com.evil.app://bank.example:443/callback", "com.evil.app://bank.example/other"],
    ["https://bank.example/callback", "com.evil.app://bank.example/callback"],
  ]
) {
  Deno.test(`an app whose own scheme is followed by a stranger's host joins no sector of theirs: ${redirect_uris}`, async () => {
    const { status, body } = await register(send, { redirect_uris, subject_type: "pairwise" });
    assertEquals([status, body.error, lastRefusal(provider)], [
      400,
      "invalid_client_metadata",
      "registration.subject_type.one_sector",
    ]);
    const { body: own } = await register(send, {
      redirect_uris: ["https://evil.example/callback"],
      subject_type: "pairwise",
    });
    const changed = await configure(send, own, "PUT", { redirect_uris, subject_type: "pairwise" });
    assertEquals(changed.status, 400);
  });
}
