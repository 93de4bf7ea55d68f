import type { Finding } from "../../domain/finding.ts";
import { nextLook } from "../../domain/upstream_canary.ts";
import { reachFinding } from "../../protocol/upstream/upstream_endpoint_findings.ts";
import { claimLook, noteLook, upstreamsToWatch } from "../../store/upstream_canaries.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { examineDocuments } from "./examine_documents.ts";
import { lookAt } from "./look_at.ts";
import { wayTo } from "../documents/upstream_way.ts";

/** An upstream that works no more, or works again. */
export interface UpstreamTurn {
  readonly event: "break" | "heal";
  readonly slug: string;
  /** What is wrong; empty where nothing is. */
  readonly found: string;
}

/** Upstreams of one tenant that are looked at in one turn, all at once. */
const mostAtOnce = 8;

/** Seconds after which another server may look: longer than a look takes. */
const claimFor = 60;

const failed = (findings: readonly Finding[]) => findings.find(({ status }) => status === "fail");

/** The same broker, whose log says nothing of what does not answer: that is said once, when an upstream turns. */
const unlogged = (broker: Broker): Broker => ({
  ...broker,
  fetch: (url, asked) => broker.fetch(url, { ...asked, unlogged: true }),
  request: (url, asked) => broker.request(url, { ...asked, unlogged: true }),
});

/** A light look: at the documents of an OpenID Provider, and at whether any other answers at all. */
async function glance(broker: Broker, row: UpstreamRow): Promise<Finding | undefined> {
  if (row.kind === "oidc") return failed((await examineDocuments(broker, row)).findings);
  const way = await wayTo(broker, row);
  return way && failed([reachFinding("token_endpoint", await lookAt(broker, way.token_endpoint))]);
}

async function watch(broker: Broker, row: UpstreamRow): Promise<UpstreamTurn | undefined> {
  const { store, clock, random } = broker, now = clock();
  const claimed = await claimLook(store, row.id, { now, next: now + claimFor });
  if (!claimed) return undefined;
  // One failure may be the network's.
  const wrong = await glance(broker, row) && await glance(broker, row);
  const found = wrong ? `${wrong.check}: ${wrong.found}` : "", event = wrong ? "break" : "heal", at = clock();
  const next = nextLook(wrong ? "broken" : "well", at, random(1)[0]!);
  return await noteLook(store, claimed, { event, found, at, next })
    ? { event, slug: row.slug, found }
    : undefined;
}

/**
 * Looks at those upstreams of a tenant that are due, each by one server. Not to be called inside a unit.
 *
 * @returns those that stand otherwise than before.
 */
export async function watchUpstreams(broker: Broker): Promise<readonly UpstreamTurn[]> {
  const due = await upstreamsToWatch(broker.store, broker.clock(), mostAtOnce), quiet = unlogged(broker);
  const turns = await Promise.all(due.map((row) => watch(quiet, row)));
  return turns.filter((turn) => turn !== undefined);
}
