import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { clientMetadataFields } from "../../src/protocol/client/client_metadata_fields.ts";
import { openProvider } from "../support/provider.ts";
import { register, setPolicy, webApp } from "../support/registration.ts";

const provider = await openProvider();
const { send, lines } = provider;
await setPolicy(provider, { registration: "open" });
const { body: known } = await register(send, webApp);
const secrets = [known.client_secret, known.registration_access_token] as string[];

// What a member may hold: what is right elsewhere, what is nearly right, and what is nothing of the kind.
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.constantFrom(
    "https://app.example/callback",
    "http://localhost:1/",
    "com.example.app:/cb",
    "javascript:alert(1)",
    "https://ada:b@app.example",
    "https://[::1",
    "none",
    "authorization_code",
    "client_credentials",
    "code",
    "RS256",
    "web",
    "native",
    "\0",
    "\ud800",
    "eyJhbGciOiJub25lIn0.e30.",
    ...secrets,
  ),
);
const value = fc.oneof(
  { depthSize: "small" },
  text,
  fc.array(text, { maxLength: 4 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, true, 0, -1, 1e300, {}, []),
);
const member = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...Object.keys(clientMetadataFields)) },
  { weight: 1, arbitrary: fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString")) },
);
const metadata = fc.array(fc.tuple(member, value), { maxLength: 6 }).map((members) => {
  // One that would be right is in half of them, so that the others are looked at.
  const base = members.length % 2 ? { redirect_uris: ["https://app.example/callback"] } : {};
  return JSON.stringify({ ...base, ...Object.fromEntries(members) });
});
const body = fc.oneof(
  { weight: 8, arbitrary: metadata },
  { weight: 1, arbitrary: metadata.map((json) => json.slice(0, -1)) },
  { weight: 1, arbitrary: fc.oneof(fc.json(), text) },
);

const codes = [
  "invalid_redirect_uri",
  "invalid_client_metadata",
  "unapproved_software_statement",
  "invalid_software_statement",
  "too_many_requests",
];

Deno.test("10,000 malformed registrations: never a fault of ours, never a secret in answer or log (RFC 7591 section 3.2.2)", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const { status, body, headers } = await register(send, sent);
      seen.set(`${status}`, (seen.get(`${status}`) ?? 0) + 1);
      assertEquals(headers.get("cache-control"), "no-store");
      if (status === 201) return assert(body.client_id !== known.client_id);
      assert([400, 429].includes(status), `${status}: ${JSON.stringify(body)}`);
      const { error, error_description, ...rest } = body;
      assert(codes.includes(error) && Object.keys(rest).length === 0, error);
      assert(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,4000}$/.test(error_description), error_description);
      for (const secret of secrets) assert(!JSON.stringify(body).includes(secret));
    }),
    { numRuns: 10_000 },
  );
  // Enough of them were looked at to their end.
  assert((seen.get("400") ?? 0) > 2_500, JSON.stringify([...seen]));
  for (const line of lines) for (const secret of secrets) assert(!line.includes(secret), line);
});
