import { assertEquals, assertMatch } from "@std/assert";
import { SignJWT, UnsecuredJWT } from "jose";
import { makeClientKey } from "../support/client_keys.ts";
import { openAdmin } from "./admin_server.ts";

const { call, db } = await openAdmin();
const { privateKey } = await makeClientKey("ES256");
const own = { iss: "https://bank.example", sub: "ada", iat: 1_800_000_000 };
const sign = (claims: Record<string, unknown>) =>
  new SignJWT({ ...own, ...claims }).setProtectedHeader({ alg: "ES256" }).sign(privateKey);

const JWT = await sign({ credit_score: 700 });
const aggregated = { claims: ["credit_score"], JWT };
const endpoint = "https://shop.example/claims";
const distributed = { claims: ["payment_info", "shipping_address"], endpoint, access_token: "ksj3n283dke" };

let serial = 0;
const create = (claim_sources: unknown) =>
  call("POST", "/users", { email: `sourced${++serial}@people.example`, claim_sources });

Deno.test("a person keeps sources of claims, changed and taken back one by one (OpenID Connect Core section 5.6.2)", async () => {
  const { status, body } = await create({ bank: aggregated, shop: distributed });
  assertEquals([status, body.claim_sources], [201, { bank: aggregated, shop: distributed }]);
  const path = `/users/${body.id}`;
  const shop = { access_token: null, claims: ["payment_info"] };
  const changed = await call("PATCH", path, { claim_sources: { bank: null, shop } });
  assertEquals(changed.body.claim_sources, { shop: { claims: ["payment_info"], endpoint } });
  assertEquals((await call("PATCH", path, { name: "Ada" })).body.claim_sources, changed.body.claim_sources);
  const none = await call("PATCH", path, { claim_sources: null });
  assertEquals([none.status, "claim_sources" in none.body], [200, false]);
});

Deno.test("nothing of its sources is left of an erased person", async () => {
  const { body: { id } } = await create({ bank: aggregated });
  assertEquals((await call("DELETE", `/users/${id}`)).status, 204);
  const row = await db.selectFrom("account").select("claim_sources").where("id", "=", id)
    .executeTakeFirstOrThrow();
  assertEquals(row.claim_sources, {});
});

const unsigned = new UnsecuredJWT({ credit_score: 700 }).encode();
const more = await sign({ credit_score: 700, birthdate: "1815-12-10" });

const refused: readonly (readonly [what: string, unknown, string, RegExp])[] = [
  ["neither JWT nor endpoint", { bank: { claims: ["a"] } }, "/bank", /one of the two/],
  ["JWT and endpoint", { bank: { ...aggregated, endpoint } }, "/bank", /one of the two/],
  [
    "a token for no endpoint",
    { bank: { ...aggregated, access_token: "a" } },
    "/bank/access_token",
    /there is none/,
  ],
  [
    "an endpoint that is not https",
    { shop: { claims: ["a"], endpoint: "http://shop.example/" } },
    "/shop/endpoint",
    /https/,
  ],
  [
    "an endpoint that is no address",
    { shop: { claims: ["a"], endpoint: "shop" } },
    "/shop/endpoint",
    /https/,
  ],
  ["no claims", { shop: { claims: [], endpoint } }, "/shop/claims", /at least 1/],
  ["a claim in a language", { shop: { claims: ["name#de"], endpoint } }, "/shop/claims/0", /a text/],
  [
    "a claim of two sources",
    { bank: { claims: ["a"], endpoint }, shop: { claims: ["a"], endpoint } },
    "/bank/claims/0",
    /another source/,
  ],
  ["a JWT that is none", { bank: { ...aggregated, JWT: "a.b.c" } }, "/bank/JWT", /compact form/],
  ["a JWT that nobody signed", { bank: { ...aggregated, JWT: unsigned } }, "/bank/JWT", /somebody signed/],
  [
    "a JWT without a signature",
    { bank: { ...aggregated, JWT: JWT.replace(/[^.]+$/, "") } },
    "/bank/JWT",
    /signed/,
  ],
  [
    "a JWT that lacks a claim",
    { bank: { ...aggregated, claims: ["credit_score", "income"] } },
    "/bank/JWT",
    /lacks income/,
  ],
  ["a JWT that states more", { bank: { ...aggregated, JWT: more } }, "/bank/claims", /also birthdate/],
  ["a source by a strange name", { "a bank": aggregated }, "/a%20bank", /one matches/],
  ["no source", { bank: "https://bank.example" }, "/bank", /an object with claims, JWT, endpoint/],
  [
    "too many",
    Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`s${i}`, { claims: [`c${i}`], endpoint }])),
    "",
    /at most 10 members/,
  ],
];
for (const [what, sources, pointer, says] of refused) {
  Deno.test(`claim_sources with ${what} are refused at ${pointer || "the whole"}`, async () => {
    const { status, body } = await create(sources);
    assertEquals([status, body.errors?.[0].pointer], [400, `#/claim_sources${pointer}`]);
    assertMatch(body.errors[0].detail, says);
  });
}
