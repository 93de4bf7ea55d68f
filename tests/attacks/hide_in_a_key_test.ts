/**
 * A client's key may have members of any name and form, and is kept as it came: an attacker hides in one what no
 * database column can hold, or what is too deep for anybody to walk.
 */
import { assertEquals } from "@std/assert";
import { makeClientKey } from "../support/client_keys.ts";
import { askedFor, documentAt, documentUrl, openToDocuments } from "../support/client_documents.ts";
import { lastRefusal } from "../support/provider.ts";
import { register, setPolicy, webApp } from "../support/registration.ts";

const { jwk } = await makeClientKey();
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** A member of a key, as JSON. */
const hidden: Readonly<Record<string, string>> = {
  "a text with U+0000": '"more":"\\u0000"',
  "a name with U+0000": '"more\\u0000":1',
  "a name with half of a surrogate pair": '"more\\ud800":1',
  "four thousand levels": `"more":${nested(4000)}`,
};

const withMember = (members: Readonly<Record<string, unknown>>, member: string) =>
  JSON.stringify({ ...members, jwks: { keys: [{ ...jwk, hidden: 1 }] } }).replace('"hidden":1', member);

for (const [what, member] of Object.entries(hidden)) {
  Deno.test(`hide in a key: ${what} is refused at registration and in a document, and is no fault of ours (RFC 7591 section 3.2.2)`, async () => {
    const provider = await openToDocuments();
    await setPolicy(provider, { registration: "open", client_id_metadata_documents: true });
    const { status, body } = await register(provider.send, withMember(webApp, member));
    assertEquals([status, body.error], [400, "invalid_client_metadata"]);
    const document = new TextEncoder().encode(withMember(documentAt(documentUrl), member));
    provider.served.at.set(documentUrl, document);
    assertEquals([await askedFor(provider), lastRefusal(provider)], [400, "client_id.document"]);
  });
}

Deno.test("hide in a key: members that nobody here knows do no harm (RFC 7517 section 4)", async () => {
  const provider = await openToDocuments();
  await setPolicy(provider, { registration: "open" });
  const member = `"more":{"of":${nested(20)}}`;
  assertEquals((await register(provider.send, withMember(webApp, member))).status, 201);
});
