import { assert, assertEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { findClientRow } from "../../src/store/clients.ts";
import { sweep } from "../../src/store/sweep.ts";
import {
  askedFor,
  documentAt,
  documentClient,
  documentUrl,
  openToDocuments,
} from "../support/client_documents.ts";
import { authorizeAs } from "../support/flow.ts";
import { addPerson, lastRefusal, storeOf } from "../support/provider.ts";

const hour = 3600, day = 86_400;

const ages = [[undefined, hour], ["max-age=600", 600], ["max-age=1", 300], ["no-store", 300], [
  "max-age=9999999",
  day,
]] as const;
for (const [header, fresh] of ages) {
  Deno.test(`a document with Cache-Control ${header ?? "absent"} counts for ${fresh} s (OAuth Client ID Metadata Document section 4.3)`, async () => {
    const provider = await openToDocuments(), { served, time } = provider;
    if (header) served.headers.set("cache-control", header);
    await askedFor(provider);
    time.now += fresh - 1;
    await askedFor(provider);
    assertEquals(served.asked.length, 1);
    time.now += 1;
    await askedFor(provider);
    assertEquals(served.asked.length, 2);
  });
}

Deno.test("while its document is away a client goes on for a day, and no longer (RFC 5861 section 4)", async () => {
  const provider = await openToDocuments(), { served, time } = provider;
  await askedFor(provider);
  served.at.delete(documentUrl);
  time.now += hour + day - 1;
  assertEquals(await askedFor(provider), 303);
  time.now += 1;
  assertEquals([await askedFor(provider), lastRefusal(provider)], [400, "client_id.document"]);
});

Deno.test("what is wrong with a document is not remembered (OAuth Client ID Metadata Document section 4.3)", async () => {
  const provider = await openToDocuments(), { served } = provider;
  served.at.set(documentUrl, documentAt(documentUrl, { redirect_uris: [] }));
  assertEquals(await askedFor(provider), 400);
  served.at.set(documentUrl, documentAt(documentUrl));
  assertEquals(await askedFor(provider), 303);
});

Deno.test("a client that nobody used lapses after a day, unless it is asked for, and one in use stays", async () => {
  const provider = await openToDocuments(), { db, time } = provider, store = storeOf(provider);
  const lapse = lifetimes.unused_client_document.default;
  const known = async () => (await findClientRow(store, documentUrl)) !== undefined;
  await askedFor(provider);
  time.now += lapse - 1;
  await askedFor(provider);
  time.now += lapse - 1;
  await sweep(db, time.now);
  assert(await known());
  time.now += 2;
  await sweep(db, time.now);
  assertEquals(await known(), false);
  await authorizeAs(provider, documentClient(), await addPerson(provider));
  time.now += 10 * lapse;
  await sweep(db, time.now);
  assert(await known());
});
