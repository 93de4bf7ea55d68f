import { assertEquals } from "@std/assert";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { lastRefusal, openProvider } from "../support/provider.ts";
import { configure, register, setPolicy, webApp } from "../support/registration.ts";

const provider = await openProvider(), { send } = provider;
const vendor = "https://vendor.example";
const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
const jwks = { keys: [await exportJWK(publicKey) as Readonly<Record<string, unknown>>] };
await setPolicy(provider, { registration: "open", software_statement_issuers: [{ issuer: vendor, jwks }] });

const state = (claims: Readonly<Record<string, unknown>>, iss = vendor) =>
  new SignJWT({ iss, ...claims }).setProtectedHeader({ alg: "ES256" }).sign(privateKey);

Deno.test("what a software statement says wins over what the client says, and it is echoed as it was sent (RFC 7591 section 2.3 and 3.2.1)", async () => {
  const software_statement = await state({
    client_name: "Vendor's App",
    redirect_uris: ["https://vendor.example/callback"],
    software_id: "4NRB1",
    exp: provider.time.now + 60,
  });
  const { status, body } = await register(send, {
    ...webApp,
    software_statement,
    tos_uri: "https://app.example/",
  });
  assertEquals(status, 201);
  assertEquals(
    [body.client_name, body.redirect_uris, body.software_id, body.tos_uri, body.software_statement],
    [
      "Vendor's App",
      ["https://vendor.example/callback"],
      "4NRB1",
      "https://app.example/",
      software_statement,
    ],
  );
  assertEquals((await configure(send, body, "GET")).body.software_statement, software_statement);
  // An update without it stands on the client's own words again.
  const { body: after } = await configure(send, body, "PUT", webApp);
  assertEquals(["software_statement" in after, after.client_name], [false, webApp.client_name]);
});

Deno.test("metadata in a software statement are judged like any other (RFC 7591 section 3.1.1)", async () => {
  const software_statement = await state({ redirect_uris: ["javascript:alert(1)"] });
  const { status, body } = await register(send, { ...webApp, software_statement });
  assertEquals([status, body.error], [400, "invalid_redirect_uri"]);
});

Deno.test("a software statement chooses neither the client_id nor a secret (RFC 7591 section 3.2.1)", async () => {
  const software_statement = await state({ client_id: "chosen", client_secret: "chosen", first_party: true });
  const { body } = await register(send, { ...webApp, software_statement });
  assertEquals([body.client_id === "chosen", body.client_secret === "chosen", "first_party" in body], [
    false,
    false,
    false,
  ]);
});

for (
  const [what, statement, error, why] of [
    ["is no JWT", "nonsense", "invalid_software_statement", "malformed"],
    ["is no text", { iss: vendor }, "invalid_software_statement", "malformed"],
    [
      "is of a stranger",
      await state({}, "https://stranger.example"),
      "unapproved_software_statement",
      "not_approved",
    ],
    ["has expired", await state({ exp: 1 }), "invalid_software_statement", "expired"],
    [
      "is for another server",
      await state({ aud: "https://other.example" }),
      "invalid_software_statement",
      "wrong_audience",
    ],
    ["was changed", `${(await state({})).slice(0, -4)}AAAA`, "invalid_software_statement", "bad_signature"],
  ] as const
) {
  Deno.test(`a software statement that ${what} is refused with ${error} (RFC 7591 section 3.2.2)`, async () => {
    const { status, body } = await register(send, { ...webApp, software_statement: statement });
    assertEquals([status, body.error, lastRefusal(provider)], [400, error, `software_statement.${why}`]);
  });
}
