import { mintSubject } from "../crypto/random.ts";
import { ok, type Result } from "../domain/result.ts";
import { validate } from "../protocol/validate.ts";
import { upstreamCanaries } from "../store/upstream_canaries.ts";
import {
  amendUpstream,
  createUpstream,
  deleteUpstream,
  findUpstream,
  listUpstreams,
  moveUpstream,
  type UpstreamRecord,
  type UpstreamRow,
} from "../store/upstreams.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { heldDomain, isHeld } from "../store/upstream_domains.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { mergePatch } from "./merge_patch.ts";
import { pageQuery, readPage } from "./page.ts";
import { type Problem, refuse, refuseMembers } from "./problem.ts";
import { closed, resource } from "./resource.ts";
import { noUpstream, showUpstream } from "./show_upstream.ts";
import { makeKeysFor } from "./upstream_keys.ts";
import { writableMembers } from "./upstream_members.ts";
import { changedUpstreamRecord, newUpstreamRecord } from "./upstream_record.ts";
import { lasting, type LastingMembers } from "./upstream_lasting_schema.ts";
import {
  type ChangeableMembers,
  changeableMembers,
  type NewUpstream,
  newUpstream,
  upstreamPage,
  upstreamParams,
  upstreamPatch,
  upstreamSchema,
} from "./upstream_schema.ts";

/** The members that stay, and those that can be changed. */
function parted(members: Omit<NewUpstream, "id">) {
  const those = (stay: boolean) =>
    Object.fromEntries(Object.entries(members).filter(([name]) => Object.hasOwn(lasting, name) === stay));
  return { lasting: those(true) as LastingMembers, given: those(false) as ChangeableMembers };
}

/** Does in one unit what writes an upstream. @returns err: another one is the way in for one of its domains. */
async function unlessHeld<T>(
  { store }: AdminPorts,
  { domains }: UpstreamRecord,
  id: string,
  work: (unit: TenantStore) => Promise<T>,
): Promise<Result<T, Problem>> {
  while (true) {
    try {
      return ok(await inUnit(store, work));
    } catch (fault) {
      // The database decides who holds a domain; its refusal has rolled the unit back.
      if (!isHeld(fault)) throw fault;
      const held = await heldDomain(store, id, domains);
      // Whoever held it gave it up since.
      if (!held) continue;
      const { domain, slug } = held, pointer = `#/domains/${domains.indexOf(domain)}`;
      const detail = `is what the upstream ${slug} is the way in for already: take it away there first`;
      return refuse("taken", `${domain} ${detail}`, { errors: [{ pointer, detail }] });
    }
  }
}

/** `POST /upstreams` makes a server of somebody else's one that people can sign in with. */
export const createUpstreamResource = resource({
  method: "POST",
  path: "/upstreams",
  operationId: "createUpstream",
  summary: "Let people sign in with somebody else's server",
  body: newUpstream,
  answer: { status: 201, schema: upstreamSchema },
  refusals: ["taken"],
  handle: async (ports, { body: { id: slug, ...members } }) => {
    const judged = await newUpstreamRecord(ports, { id: mintSubject(ports.random), slug }, parted(members));
    if (!judged.ok) return refuseMembers(judged.error);
    const { lasting, record } = judged.value;
    await makeKeysFor(ports.keyPorts, record);
    const made = await unlessHeld(
      ports,
      record,
      lasting.id,
      (unit) => createUpstream(unit, lasting, record, ports.clock()),
    );
    if (!made.ok) return made;
    const row = made.value;
    if (row) return ok({ status: 201, body: showUpstream(ports, row), location: `/upstreams/${slug}` });
    const detail = "is another upstream's already: GET /api/v1/upstreams lists them";
    return refuse("taken", `id ${detail}`, { errors: [{ pointer: "#/id", detail }] });
  },
});

/** `GET /upstreams` lists upstreams, oldest first. */
export const listUpstreamsResource = resource({
  method: "GET",
  path: "/upstreams",
  operationId: "listUpstreams",
  summary: "List the servers that people can sign in with, oldest first",
  query: closed(pageQuery),
  answer: { status: 200, schema: upstreamPage },
  handle: async (ports, { query }) => {
    const { rows, next } = await readPage(
      query,
      (page) => listUpstreams(ports.store, page),
      (row) => row.slug,
    );
    const canaries = await upstreamCanaries(ports.store);
    const upstreams = rows.map((row) => showUpstream(ports, row, canaries.get(row.id)));
    return ok({ status: 200, body: { upstreams, next } });
  },
});

const shownWithCanary = async (ports: AdminPorts, row: UpstreamRow) =>
  showUpstream(ports, row, (await upstreamCanaries(ports.store)).get(row.id));

/** `GET /upstreams/{id}` shows an upstream. */
export const showUpstreamResource = resource({
  method: "GET",
  path: "/upstreams/{id}",
  operationId: "showUpstream",
  summary: "Show an upstream",
  params: upstreamParams,
  answer: { status: 200, schema: upstreamSchema },
  refusals: ["not_found"],
  handle: async (ports, { params: { id } }) => {
    const row = await findUpstream(ports.store, id);
    return row ? ok({ status: 200, body: await shownWithCanary(ports, row) }) : noUpstream(id);
  },
});

/** `PATCH /upstreams/{id}` changes an upstream; its id and its issuer stay. `client_secret` null takes it away. */
export const amendUpstreamResource = resource({
  method: "PATCH",
  path: "/upstreams/{id}",
  operationId: "amendUpstream",
  summary: "Change an upstream by a JSON Merge Patch (RFC 7396)",
  params: upstreamParams,
  body: upstreamPatch,
  answer: { status: 200, schema: upstreamSchema },
  refusals: ["not_found", "taken"],
  handle: async (ports, { params: { id: slug }, body: { enabled, ...patch } }) => {
    while (true) {
      const row = await findUpstream(ports.store, slug);
      if (!row) return noUpstream(slug);
      const merged = validate(changeableMembers, mergePatch(writableMembers(row), patch));
      if (!merged.ok) return refuseMembers(merged.error);
      const kept = patch.client_secret === null ? null : row.client_secret;
      const record = await changedUpstreamRecord(ports, row, {
        given: merged.value as ChangeableMembers,
        kept,
      });
      if (!record.ok) return refuseMembers(record.error);
      await makeKeysFor(ports.keyPorts, record.value);
      const amended = await unlessHeld(ports, record.value, row.id, async (unit) => {
        const at = ports.clock(), changed = await amendUpstream(unit, row, record.value, at);
        // Refused where it is so already, which is what was asked for.
        if (changed.ok && enabled !== undefined) {
          await moveUpstream(unit, row.id, enabled ? "enable" : "disable", at);
        }
        return changed.ok ? await findUpstream(unit, slug) : undefined;
      });
      if (!amended.ok) return amended;
      if (amended.value) return ok({ status: 200, body: await shownWithCanary(ports, amended.value) });
      // Somebody else changed it since it was read: what was judged is judged again as it is now, until it is gone or holds.
    }
  },
});

/** `DELETE /upstreams/{id}` deletes an upstream for ever: nobody signs in with it any more, and who people are there is forgotten. */
export const deleteUpstreamResource = resource({
  method: "DELETE",
  path: "/upstreams/{id}",
  operationId: "deleteUpstream",
  summary: "Delete an upstream; the accounts of its people stay, without this way to sign in",
  params: upstreamParams,
  answer: { status: 204 },
  refusals: ["not_found"],
  handle: async ({ store, clock }, { params: { id: slug } }) => {
    const row = await findUpstream(store, slug);
    const deleted = row && await inUnit(store, (unit) => deleteUpstream(unit, row.id, clock()));
    return deleted?.ok ? ok({ status: 204 }) : noUpstream(slug);
  },
});
