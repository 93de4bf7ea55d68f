import { assertEquals } from "@std/assert";
import { sql } from "kysely";
import { migrations } from "../../migrations/migrations.ts";
import { openUnmigratedMemory } from "../support/database.ts";

const names = Object.keys(migrations);

/** A database as it was before a migration, with a tenant. @returns it, and what runs that one and all after it. */
async function openBefore(name: string) {
  const db = await openUnmigratedMemory(), at = names.indexOf(name);
  const run = async (some: readonly string[]) => {
    for (const statement of some.flatMap((each) => migrations[each]!)) await sql.raw(statement).execute(db);
  };
  await run(names.slice(0, at));
  await sql`insert into tenant (tenant, id, slug, state, state_at, policy, pairwise_salt, created_at)
    values ('t', 't', 't', 'active', 0, '{}', '', 0)`.execute(db);
  return { db, migrate: () => run(names.slice(at)) };
}

const before: readonly (readonly [string, unknown])[] = [
  ["nothing", {}],
  ["other", { department: "Engines" }],
  ["names", { department: "Engines", groups: ["staff", "crew", "staff"] }],
  ["none", { groups: [] }],
  ["strange", { groups: ["équipe"] }],
  ["text", { groups: "staff" }],
];

/** What becomes of each: its groups and its attributes. */
const after: Readonly<Record<string, readonly [readonly string[], unknown]>> = {
  nothing: [[], {}],
  other: [[], { department: "Engines" }],
  names: [["crew", "staff"], { department: "Engines" }],
  none: [[], {}],
  strange: [[], { "groups.noted": ["équipe"] }],
  text: [[], { "groups.noted": "staff" }],
};

Deno.test("attributes that were noted as groups become groups where they can be, and are kept under another name where not", async () => {
  const { db, migrate } = await openBefore("0027_client_access");
  for (const [id, attributes] of before) {
    await sql`insert into account (tenant, id, state, state_at, email_verified, claims, version, created_at, updated_at, attributes)
      values ('t', ${id}, 'active', 0, false, '{}', 1, 0, 0, ${JSON.stringify(attributes)}::text::jsonb)`
      .execute(db);
  }
  await migrate();
  const rows = await db.selectFrom("account").select(["id", "groups", "attributes"]).execute();
  const found = rows.map(({ id, groups, attributes }) => [id, [groups.toSorted(), attributes]]);
  assertEquals<unknown>(Object.fromEntries(found), after);
  await db.destroy();
});

Deno.test("what an upstream said anew it says from where it said it, of upstreams that were the way in for one domain the oldest stays it, and a session that came from one was signed in to by it", async () => {
  const { db, migrate } = await openBefore("0054_upstream_claims");
  for (
    const [id, state, created_at, domains] of [
      ["gone", "deleted", 1, ["a.example"]],
      ["old", "active", 2, ["c.example", "a.example"]],
      ["new", "disabled", 3, ["b.example", "a.example", "d.example"]],
      ["none", "active", 4, []],
    ] as const
  ) {
    await sql`insert into upstream (tenant, id, state, state_at, slug, kind, display_name, issuer, client_id,
      token_endpoint_auth_method, scopes, trust_email, sign_up, allowed_domains, link_by_email, version, created_at,
      updated_at, refresh_claims, domains) values ('t', ${id}, ${state}, 0, ${id}, 'oidc', '', '', '', 'none', '{}', false, 'free', '{}',
      false, 1, ${created_at}, 0, ${
      id === "old" ? "{picture,locale}" : "{}"
    }, array(select jsonb_array_elements_text(${JSON.stringify(domains)}::text::jsonb)))`
      .execute(db);
  }
  await sql`insert into browser (tenant, id, state, state_at, digest, expires_at, created_at)
    values ('t', 'b', 'open', 0, '', 0, 0)`.execute(db);
  for (const id of ["by_password", "by_old"]) {
    await sql`insert into account (tenant, id, state, state_at, email_verified, claims, version, created_at, updated_at)
      values ('t', ${id}, 'active', 0, false, '{}', 1, 0, 0)`.execute(db);
    await sql`insert into session (tenant, id, state, state_at, browser_id, account_id, auth_time, acr, amr,
      idle_expires_at, expires_at, end_reason, created_at, signed_in_at)
      values ('t', ${id}, 'open', 0, 'b', ${id}, 0, '1', '{}', 0, 0, '', 0, 0)`.execute(db);
  }
  await sql`insert into session_upstream (tenant, session_id, upstream_id, iss, sub, sid)
    values ('t', 'by_old', 'old', '', '', '-')`.execute(db);
  await migrate();
  const upstreams = await db.selectFrom("upstream").select(["id", "domains", "claims"]).execute();
  assertEquals(Object.fromEntries(upstreams.map(({ id, domains }) => [id, domains])), {
    gone: ["a.example"],
    old: ["c.example", "a.example"],
    new: ["b.example", "d.example"],
    none: [],
  });
  const claims = upstreams.map(({ id, claims }) => [id, claims]);
  const declared = { picture: "picture", locale: "locale" };
  assertEquals<unknown>(Object.fromEntries(claims), { gone: {}, old: declared, new: {}, none: {} });
  const held = await db.selectFrom("upstream_domain").select(["domain", "upstream_id"]).orderBy("domain")
    .execute();
  assertEquals(held.map(({ domain, upstream_id }) => `${domain} ${upstream_id}`), [
    "a.example old",
    "b.example new",
    "c.example old",
    "d.example new",
  ]);
  const sessions = await db.selectFrom("session").select(["id", "signed_in_by"]).execute();
  assertEquals(Object.fromEntries(sessions.map(({ id, signed_in_by }) => [id, signed_in_by])), {
    by_password: "-",
    by_old: "old",
  });
  await db.destroy();
});
