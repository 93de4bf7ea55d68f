// Whatever a tenant gave out is shown to every endpoint of another tenant on the same server.
import { assert, assertEquals } from "@std/assert";
import { adminResources } from "../../src/admin/resources.ts";
import { routes } from "../../src/http/routes.ts";
import { adminBase } from "../../src/admin/openapi.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { documentAt, documentUrl } from "../support/client_documents.ts";
import { documents } from "../support/documents.ts";
import { fakeUpstream } from "../support/fake_upstream.ts";
import { png } from "../support/pictures.ts";
import { addClient } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";
import { addTenant } from "../support/tenant.ts";
import { adminAttacks } from "./cross_a_tenant/admin_attacks.ts";
import type { Attack, Place } from "./cross_a_tenant/attack.ts";
import { type Belongings, belongingsOf, policy, type Side } from "./cross_a_tenant/belongings.ts";
import { pageAttacks } from "./cross_a_tenant/page_attacks.ts";
import { protocolAttacks } from "./cross_a_tenant/protocol_attacks.ts";
import { upstreamAttacks } from "./cross_a_tenant/upstream_attacks.ts";
import { keepRows, noticed, restore, rowsOf } from "./cross_a_tenant/walk.ts";

const web = documents({
  [documentUrl]: documentAt(documentUrl),
  "https://app.example/logo.png": png(2, 2),
});
const upstream = fakeUpstream(() => server.time.now, "https://upstream.example", web);
const server = await openAdmin({ fetch: web.fetch, request: upstream.request }), { db } = server;
const main: Side = { ...server, tenant: "default" };
const sides = {
  a: await addTenant(server, "a"),
  b: await addTenant(server, "b"),
  twin: await addTenant(server, "c"),
  hosted: await addTenant(server, "hosted", { host: "id.hosted.example" }),
};

/** Every attack, with the method of its route. */
const attacks = Object.entries({
  ...protocolAttacks,
  ...pageAttacks,
  ...upstreamAttacks,
  ...withBase(adminAttacks),
})
  .flatMap(([route, each]) => each.map((attack) => ({ route, method: route.split(" ")[0]!, attack })));

function withBase(rows: Readonly<Record<string, readonly Attack[]>>) {
  return Object.fromEntries(
    Object.entries(rows).map(([route, each]) => [route.replace(" ", ` ${adminBase}`), each]),
  );
}

/** Gives a tenant the very clients, secrets, people and passwords that another has. */
async function makeTwin(of: Side, twin: Side): Promise<void> {
  for (const table of ["client", "client_secret", "account", "password", "upstream"] as const) {
    const rows = await db.selectFrom(table).selectAll().where("tenant", "=", of.tenant).execute();
    for (const row of rows) {
      await db.insertInto(table).values({ ...row, tenant: twin.tenant } as never).execute();
    }
  }
}

const owns = {
  a: await belongingsOf(sides.a, "Quokka", { documentUrl, upstream }),
  main: await belongingsOf(main, "Numbat", { documentUrl, upstream }),
};
for (const  of of[sides.a, main]) await makeTwin(of, sides.twin);
for (const side of [main, sides.b, sides.twin, sides.hosted]) await setPolicy(side, policy);
const [atB, atMain, atHost] = [
  await addClient(sides.b),
  await addClient(main),
  await addClient(sides.hosted),
];
await keepRows(db);
const everything = await rowsOf(db);

/** Whose things are shown where. twin: also at the tenant that has the same clients and people. */
const directions: readonly {
  readonly title: string;
  readonly a: Belongings;
  readonly bare: Place;
  readonly twin: boolean;
}[] = [
  { title: "of one tenant at another", a: owns.a, bare: { side: sides.b, client: atB }, twin: true },
  {
    title: "of the default tenant at another",
    a: owns.main,
    bare: { side: sides.b, client: atB },
    twin: true,
  },
  {
    title: "of a tenant at one with a host name of its own",
    a: owns.a,
    bare: { side: sides.hosted, client: atHost },
    twin: false,
  },
  { title: "of a tenant at the default one", a: owns.a, bare: { side: main, client: atMain }, twin: false },
];

for (const { title, a, bare, twin } of directions) {
  Deno.test(`everything ${title} is refused at every endpoint, and no row changes (RFC 9700 section 4.4)`, async () => {
    const faults: string[] = [];
    let before = await rowsOf(db);
    for (const { route, method, attack } of attacks) {
      if (attack.at === "twin" && !twin) continue;
      const b = attack.at === "bare" ? bare : { side: sides.twin, client: a.app };
      const found = await noticed(method, attack, { a, b, before });
      faults.push(...found.faults.map((fault) => `${route}, ${attack.with}, ${attack.at}: ${fault}`));
      before = found.rows;
    }
    assertEquals(faults, []);
  });
}

Deno.test("no other way to write a tenant's path is that tenant's, not even for what it gave out itself (RFC 3986 section 6.2.2)", async () => {
  const faults: string[] = [], a = owns.a;
  let before = await rowsOf(db);
  for (const written of ["/t/a/", "/t/%61"]) {
    const b = { side: { ...sides.a, issuer: main.issuer + written }, client: a.app };
    for (
      const { route, method, attack } of Map.groupBy(attacks, ({ route }) => route).values().map(([each]) =>
        each!
      )
    ) {
      const found = await noticed(method, attack, { a, b, before });
      faults.push(...found.faults.map((fault) => `${written}, ${route}, ${attack.with}: ${fault}`));
      before = found.rows;
    }
  }
  assertEquals(faults, []);
});

Deno.test("every one of these attacks is noticed where it is let through: at its own tenant (RFC 9700 section 4.4)", async () => {
  const unnoticed: string[] = [], a = owns.a, b = { side: sides.a, client: a.app };
  let before = await rowsOf(db);
  for (const { route, method, attack } of attacks) {
    if (attack.sameEverywhere !== undefined) continue;
    const { faults, rows } = await noticed(method, attack, { a, b, before });
    if (faults.length === 0) unnoticed.push(`${route}, ${attack.with}, ${attack.at}`);
    before = await restore(db, everything, rows);
  }
  assertEquals(unnoticed, []);
});

Deno.test("every route is attacked, and no attack is on a route that there is not", () => {
  const there = [
    ...routes.flatMap(({ path, methods }) => Object.keys(methods).map((method) => `${method} ${path}`)),
    ...adminResources.map(({ method, path }) => `${method} ${adminBase}${path}`),
  ];
  assertEquals([...new Set(attacks.map(({ route }) => route))].toSorted(), there.toSorted());
  assert(attacks.length > there.length);
});
