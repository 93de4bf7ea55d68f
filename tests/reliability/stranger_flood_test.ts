import { floodWithDocuments, floodWithKids } from "./stranger_flood.ts";

// A slice: ten thousand of each are sent by `deno task reliability`.
Deno.test("fifteen hundred assertions with random kids have keys fetched once, leave nothing behind, and the client's own people go on signing in (OpenID Connect Core section 10.1.1)", async () => {
  await floodWithKids(1500);
});

Deno.test("fifteen hundred URLs from as many addresses are fetched within bounds, and people go on signing in (OAuth Client ID Metadata Document section 6)", async () => {
  await floodWithDocuments(1500);
});
