import { assertEquals } from "@std/assert";
import { sql } from "kysely";
import { migrations } from "../../migrations/migrations.ts";
import { openUnmigratedMemory } from "../support/database.ts";

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
  const db = await openUnmigratedMemory();
  const run = async (names: readonly string[]) => {
    for (const statement of names.flatMap((name) => migrations[name]!)) await sql.raw(statement).execute(db);
  };
  const names = Object.keys(migrations), at = names.indexOf("0027_client_access");
  await run(names.slice(0, at));
  await sql`insert into tenant (tenant, id, slug, state, state_at, policy, pairwise_salt, created_at)
    values ('t', 't', 't', 'active', 0, '{}', '', 0)`.execute(db);
  for (const [id, attributes] of before) {
    await sql`insert into account (tenant, id, state, state_at, email_verified, claims, version, created_at, updated_at, attributes)
      values ('t', ${id}, 'active', 0, false, '{}', 1, 0, 0, ${JSON.stringify(attributes)}::text::jsonb)`
      .execute(db);
  }
  await run(names.slice(at));
  const rows = await db.selectFrom("account").select(["id", "groups", "attributes"]).execute();
  const found = rows.map(({ id, groups, attributes }) => [id, [groups.toSorted(), attributes]]);
  assertEquals<unknown>(Object.fromEntries(found), after);
  await db.destroy();
});
