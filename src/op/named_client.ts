import { clientIdUrlFault, isClientIdUrl } from "../domain/client_id_url.ts";
import type { Client } from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { fetchFailed } from "../outbound/guarded_fetch.ts";
import { staleIfError } from "../outbound/kept_document.ts";
import { freshFor } from "../protocol/cache_control.ts";
import { mostDocumentBytes, readClientDocument } from "../protocol/client/client_document.ts";
import { documentFreshUntil } from "../store/client_fetches.ts";
import { clientOf, type ClientRow, findClientRow } from "../store/clients.ts";
import { isKnownFull, takeKnownAttempt } from "../store/full_counts.ts";
import { judgeClient, type JudgedClient } from "./judge_client.ts";
import { keepDocument } from "./keep_document.ts";
import type { Provider } from "./provider.ts";

/** Seconds for which a document counts that says nothing of it, and the least and the most that it may say. */
const bounds = { usual: 3600, least: 300, most: 86_400 } as const;

/** How often documents are fetched: one of them; and of clients never heard of, for one address, from one host and altogether. */
const rates = {
  url: { burst: 3, interval: 60 },
  address: { burst: 20, interval: 60 },
  host: { burst: 20, interval: 30 },
  all: { burst: 100, interval: 5 },
} as const;

/** Who asks for a client that may never have been heard of. */
export interface Asker {
  /** What their attempts are counted under; undefined where many people may share it. */
  readonly addressKey: string | undefined;
}

const active = (row: ClientRow | undefined): Client | undefined =>
  row?.state === "active" ? clientOf(row) : undefined;

/**
 * Counts a fetch. The widest count comes last, so that nobody uses it up who is stopped by a narrower one; and that of
 * whoever asks comes first, so that nobody begins a count for each of the URLs that they make up. Where one of them is
 * known to be full, nothing is counted or written at all.
 */
async function mayFetch(
  provider: Provider,
  client_id: string,
  { asker, now }: { readonly asker: Asker | undefined; readonly now: Instant },
): Promise<boolean> {
  const url = [`document/url/${client_id}`, rates.url] as const;
  const from = asker?.addressKey === undefined
    ? []
    : [[`document/from/${asker.addressKey}`, rates.address] as const];
  const counts = asker === undefined ? [url] : [
    ...from,
    url,
    [`document/host/${new URL(client_id).host}`, rates.host] as const,
    ["document", rates.all] as const,
  ];
  if (counts.some(([key]) => isKnownFull(provider, key, now))) return false;
  for (const [key, rate] of counts) if (await takeKnownAttempt(provider, key, rate, now) > 0) return false;
  return true;
}

/** What is at the URL now, judged. @returns err: `away` where nothing can be had just now, else what is wrong with it. */
async function fetchDocument(
  provider: Provider,
  client_id: string,
  row: ClientRow | undefined,
): Promise<
  Result<JudgedClient & { readonly fresh_until: Instant }, { readonly away: boolean; readonly says: string }>
> {
  const fetched = await provider.fetch(client_id, {
    accept: ["application/json"],
    maxBytes: mostDocumentBytes,
  });
  if (!fetched.ok) return err({ away: true, says: fetchFailed });
  const { body, headers } = fetched.value, members = readClientDocument(client_id, body);
  if (!members.ok) return err({ away: false, says: members.error });
  const before = row ? { before: row.metadata } : {};
  const judged = await judgeClient(provider, members.value, { origin: "document", ...before });
  if (!judged.ok) return err({ away: false, says: `says what is refused: ${judged.error.description}` });
  const fresh_until = provider.clock() + freshFor(headers["cache-control"], bounds);
  return ok({ ...judged.value, fresh_until });
}

/**
 * Finds the client that a request names, where it is active. One that names itself by the URL of its metadata document
 * is made from that document, where the tenant's policy takes such clients, and follows it from then on. Never inside
 * a unit.
 *
 * What is wrong is not remembered, but asking again is bounded; while the document cannot be had, what it said last
 * counts for a day.
 *
 * @param asker Undefined: only a client that is known already is looked for, as at the token endpoint.
 * @returns ok(undefined): there is no such client. err: why its document makes none, to stand after its name.
 * @see OAuth Client ID Metadata Document section 4 and 6
 */
export async function namedClient(
  provider: Provider,
  client_id: string,
  asker?: Asker,
): Promise<Result<Client | undefined, string>> {
  const { store, clock, tenant: { policy }, fetchRules } = provider, now = clock();
  const row = await findClientRow(store, client_id);
  if (row ? row.origin !== "document" : !isClientIdUrl(client_id)) return ok(active(row));
  if (!policy.client_id_metadata_documents || (row ? row.state !== "active" : !asker)) return ok(undefined);
  const fault = clientIdUrlFault(client_id, fetchRules);
  if (fault !== undefined) return err(fault);
  const freshUntil = row ? await documentFreshUntil(store, client_id) ?? 0 : 0;
  if (now < freshUntil) return ok(active(row));
  const stale = now < freshUntil + staleIfError ? active(row) : undefined;
  if (!await mayFetch(provider, client_id, { asker: row ? undefined : asker, now })) {
    return stale ? ok(stale) : err("was fetched too often lately: try again later");
  }
  const found = await fetchDocument(provider, client_id, row);
  if (found.ok) return ok(active(await keepDocument(provider, client_id, found.value)));
  return stale && found.error.away ? ok(stale) : err(found.error.says);
}
