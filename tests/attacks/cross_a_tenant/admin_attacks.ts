/** What the admin API names, at another tenant's, with the bearer that opens them all. */
import { adminBase } from "../../../src/admin/openapi.ts";
import type { Attack, Attacks } from "./attack.ts";
import type { Belongings } from "./belongings.ts";

const opened = ({ side }: Belongings) => ({ bearer: side.deployment.adminToken });

/** An id of A's in a path. */
const named = (
  with_: string,
  path: (a: Belongings) => string,
  json?: unknown,
): readonly Attack[] => [{
  with: with_,
  at: "bare",
  show: (a) => ({ path: adminBase + path(a), ...opened(a), ...(json === undefined ? {} : { json }) }),
}];

/** A list, in which nothing of A's may stand. */
const listed = (path: string, sameEverywhere?: string): readonly Attack[] => [{
  with: "nothing but the bearer",
  at: "bare",
  show: (a) => ({ path: adminBase + path, ...opened(a) }),
  asNobody: (a) => ({ path: adminBase + path, ...opened(a) }),
  ...(sameEverywhere === undefined ? {} : { sameEverywhere }),
}];

/** A list that goes on after something of A's: what it is makes no difference. */
const listedAfter = (path: string, after: (a: Belongings) => string): readonly Attack[] => [
  ...listed(path),
  {
    with: "an id to go on after",
    at: "bare",
    show: (a) => ({ path: `${adminBase}${path}?after=${after(a)}`, ...opened(a) }),
    asNobody: (a) => ({ path: `${adminBase}${path}?after=nobody`, ...opened(a) }),
  },
];

/** What names nothing: A's own token as the bearer. */
const tokenAlone = (path: string): readonly Attack[] => [{
  with: "an access token as the bearer",
  at: "twin",
  show: ({ tokens: { access_token = "" } }) => ({ path: adminBase + path, bearer: access_token, json: {} }),
  sameEverywhere: "no token of people or clients opens the admin API",
}];

const client = (rest = "") => ({ app }: Belongings) => `/clients/${app.client_id}${rest}`;
const upstream = ({ upstream }: Belongings) => `/upstreams/${upstream}`;
const user = (rest = "") => ({ person }: Belongings) => `/users/${person.sub}${rest}`;

export const adminAttacks: Attacks = {
  "POST /clients": tokenAlone("/clients"),
  "GET /clients": listedAfter("/clients", ({ first }) => first.client),
  "GET /clients/{client_id}": named("a client_id", client()),
  "PATCH /clients/{client_id}": named("a client_id", client(), { client_name: "Renamed" }),
  "POST /clients/{client_id}/rotate-secret": named("a client_id", client("/rotate-secret")),
  "POST /clients/{client_id}/disable": named("a client_id", client("/disable")),
  "POST /clients/{client_id}/enable": named(
    "a client_id",
    ({ disabled }) => `/clients/${disabled.client_id}/enable`,
  ),
  "GET /clients/{client_id}/subjects/{sub}": [
    ...named(
      "a client_id and a sub",
      ({ app, person }) => `/clients/${app.client_id}/subjects/${person.sub}`,
    ),
    {
      with: "a sub",
      at: "bare",
      show: (a, b) => ({
        path: `${adminBase}/clients/${b.client.client_id}/subjects/${a.person.sub}`,
        ...opened(a),
      }),
    },
  ],
  "DELETE /clients/{client_id}": named("a client_id", client()),
  "POST /initial-access-tokens": tokenAlone("/initial-access-tokens"),
  "GET /initial-access-tokens": listedAfter("/initial-access-tokens", ({ first }) => first.token),
  "DELETE /initial-access-tokens/{id}": named(
    "an id",
    ({ initial }) => `/initial-access-tokens/${initial.id}`,
  ),
  "POST /users": tokenAlone("/users"),
  "GET /users": listedAfter("/users", ({ first }) => first.user),
  "POST /users/admin-link": tokenAlone("/users/admin-link"),
  "GET /users/{id}": named("a person's id", user()),
  "PATCH /users/{id}": named("a person's id", user(), { name: "Somebody Else" }),
  "GET /users/{id}/upstream_tokens": named("a person's id", user("/upstream_tokens")),
  "POST /users/{id}/set-password-link": named("a person's id", user("/set-password-link")),
  "DELETE /users/{id}": named("a person's id", user()),
  "POST /tenants": tokenAlone("/tenants"),
  "GET /tenants": tokenAlone("/tenants"),
  "GET /tenants/{slug}": tokenAlone("/tenants/a"),
  "PATCH /tenants/{slug}": tokenAlone("/tenants/a"),
  "POST /upstreams": tokenAlone("/upstreams"),
  "GET /upstreams": listed("/upstreams"),
  "GET /upstreams/{id}": named("an upstream", upstream),
  "PATCH /upstreams/{id}": named("an upstream", upstream, { display_name: "Mine" }),
  "POST /upstreams/{id}/test": named("an upstream", (a) => `${upstream(a)}/test`),
  "DELETE /upstreams/{id}": named("an upstream", upstream),
  "GET /tenant": listed("/tenant", "policies of two tenants may be alike"),
  "PATCH /tenant": tokenAlone("/tenant"),
  "GET /keys": listed("/keys"),
  "POST /keys/rotate": tokenAlone("/keys/rotate"),
  "GET /refusals/{reference}": named("a reference", ({ refusal }) => `/refusals/${refusal}`),
  "GET /doctor": listed("/doctor", "what it finds may be alike"),
  "GET /openapi.json": listed("/openapi.json"),
  "POST /keys/{kid}/compromise": named("a kid", ({ kid }) => `/keys/${kid}/compromise`),
};
