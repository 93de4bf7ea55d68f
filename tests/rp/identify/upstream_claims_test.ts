import { assertEquals, assertFalse } from "@std/assert";
import { decodeJwt } from "jose";
import { openAdmin } from "../../admin/admin_server.ts";
import { openBrowser } from "../../support/browser.ts";
import { documents } from "../../support/documents.ts";
import { fakeUpstream } from "../../support/fake_upstream.ts";
import { answerIn, askedOn, redeem } from "../../support/flow.ts";
import { leaveAlone, leaveFor } from "../../support/upstreams.ts";
import { assertSignedIn } from "../fake_broker.ts";

const web = documents(), clock = { now: () => 0 };
const upstream = fakeUpstream(() => clock.now(), "https://upstream.example", web);
const server = await openAdmin({ fetch: web.fetch, request: (url, asked) => upstream.request(url, asked) });
const { issuer, send, db, time, call, lines } = server;
clock.now = () => time.now;

/** Makes an upstream, or has one that there is say something else. */
async function declare(id: string, claims: unknown, more: object = {}): Promise<void> {
  const patched = await call("PATCH", `/upstreams/${id}`, { claims: null });
  const made = patched.status === 200
    ? await call("PATCH", `/upstreams/${id}`, { claims, ...more })
    : await call("POST", "/upstreams", {
      ...{ id, issuer: upstream.issuer, client_id: "latchkey", client_secret: "secret", claims },
      ...more,
    });
  assertEquals(made.body.claims, claims, JSON.stringify(made.body));
}

/** Somebody comes, of whom the upstream tells this at userinfo. @returns who they are here. */
async function come(sub: string, tells: object, idp = "example"): Promise<string> {
  upstream.lies = { claims: { sub, email: undefined as never }, userinfo: { sub, ...tells } };
  const browser = openBrowser(issuer, send);
  assertSignedIn(await browser.open(upstream.sendBack(await leaveAlone(server, browser, { idp }))));
  const { account_id } = await db.selectFrom("upstream_identity").select("account_id").where("sub", "=", sub)
    .orderBy("linked_at", "desc").executeTakeFirstOrThrow();
  return account_id;
}

const person = async (id: string) => (await call("GET", `/users/${id}`)).body;

/** What was left out since the last time this was asked. */
function leftOut() {
  const told = lines.splice(0).map((line) => JSON.parse(line)).filter(({ event }) =>
    event === "upstream_claims_left_out"
  );
  return told.map(({ level, upstream, claims }) => ({
    level,
    upstream,
    claims: claims.split(" ").toSorted(),
  }));
}

Deno.test("what an upstream has the say over is an account's from the first sign-in on, and reaches an app by its mapping (OpenID Connect Core section 5.1.2)", async () => {
  await declare("example", {
    department: "organization.department",
    roles: "https://example.com/roles",
    level: "level",
    on_call: "on_call",
    nickname: "preferred_username",
  });
  const { body: { client_id, client_secret, redirect_uris: [redirect_uri] } } = await call(
    "POST",
    "/clients",
    {
      redirect_uris: ["https://app.example/callback"],
      claim_mappings: Object.fromEntries(
        ["department", "roles", "level", "on_call"].map((attribute) => [
          attribute === "roles" ? "https://app.example/roles" : attribute,
          { attribute, scope: "profile", to: ["id_token"] },
        ]),
      ),
    },
  );
  const client = { client_id, client_secret, redirect_uri };
  const browser = openBrowser(issuer, send);
  const comeFor = async (tells: object) => {
    const asked = { scope: "openid profile", prompt: "login" };
    const away = await leaveFor(server, browser, client, { asked });
    upstream.lies = { claims: { sub: "ada", ...tells }, userinfo: { sub: "ada", level: 4 } };
    let visit = await browser.open(upstream.sendBack(away));
    if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
    const { id_token = "" } = await redeem(send, client, answerIn(visit).code ?? "");
    const { sub, department, level, on_call, "https://app.example/roles": roles } = decodeJwt(id_token);
    return { sub, department, level, on_call, roles };
  };
  const first = await comeFor({
    organization: { department: "Engines" },
    "https://example.com/roles": ["programmer", "countess"],
    level: 3,
    on_call: false,
    nickname: "not this one",
    preferred_username: "Ada",
    given_name: "Augusta",
  });
  const { sub } = first, said = { department: "Engines", roles: ["programmer", "countess"] };
  // Userinfo goes before the ID token.
  assertEquals(first, { sub, ...said, level: 4, on_call: false });
  const { attributes, nickname, given_name } = await person(sub!);
  assertEquals([attributes, nickname, given_name], [
    { ...said, level: 4, on_call: false },
    "Ada",
    "Augusta",
  ]);
  const next = await comeFor({ organization: { department: "Poetry" }, given_name: "Other" });
  assertEquals(next, { sub, department: "Poetry", level: 4, on_call: undefined, roles: undefined });
  assertEquals((await person(sub!)).given_name, "Augusta", "what is not declared is taken once");
  assertEquals(leftOut(), []);
});

Deno.test("at each sign-in a declared claim follows the upstream, one that it does not tell stays, a declared attribute goes, and the rest is as the person's administrator set it", async () => {
  await declare("example", { picture: "picture", phone_number: "phone", department: "department" });
  const tells = { picture: "https://people.example/1.png", phone: "+44 20 7946 0000", department: "Engines" };
  const id = await come("bob", { ...tells, name: "Bob" });
  await call("PATCH", `/users/${id}`, {
    ...{ name: "Robert", phone_number_verified: true, email: "bob@people.example" },
    attributes: { badge: "7", department: "Typed" },
  });
  const facts = async () => {
    const { name, email, picture, phone_number, phone_number_verified, attributes } = await person(id);
    return { name, email, picture, phone_number, phone_number_verified, attributes };
  };
  const set = { name: "Robert", email: "bob@people.example" };
  const { picture, phone: phone_number } = tells;
  await come("bob", { ...tells, name: "Bob" });
  const kept = { ...set, picture, phone_number, phone_number_verified: true };
  assertEquals(await facts(), { ...kept, attributes: { badge: "7", department: "Engines" } });
  const { updated_at } = await person(id);
  time.now += 60;
  await come("bob", tells);
  assertEquals((await person(id)).updated_at, updated_at, "nothing changed");
  await come("bob", { picture: null, department: "" });
  assertEquals(await facts(), { ...kept, attributes: { badge: "7" } });
  await come("bob", { phone: "+44 20 7946 0001" });
  assertEquals(await facts(), {
    ...set,
    picture,
    phone_number: "+44 20 7946 0001",
    phone_number_verified: undefined,
    attributes: { badge: "7" },
  });
  await declare("example", {});
  await come("bob", tells);
  assertEquals((await facts()).attributes, { badge: "7" }, "nothing is declared any more");
});

Deno.test("what no account can hold is left out and told in the log, and whoever comes is signed in", async () => {
  const values: Readonly<Record<string, unknown>> = {
    long: "x".repeat(2001),
    nested: { department: "Engines" },
    lists: [["Engines"]],
    mixed: ["Engines", 7],
    many: Array(201).fill("Engines"),
    blank: ["Engines", ""],
    half: 1.5,
    large: 2 ** 53,
    nul: "a\0b",
    bell: "a\u0007b",
    surrogate: "a\ud800",
    control: ["a\nb"],
    website: "javascript:alert(1)",
    zoneinfo: 7,
    phone_number: "call me",
  };
  const names = Object.keys(values), inherited = ["proto", "constructor", "text"];
  const paths = ["__proto__.polluted", "constructor.name", "toString"];
  await declare("example", {
    ...Object.fromEntries(names.map((name) => [name, `odd.${name}`])),
    ...Object.fromEntries(inherited.map((name, at) => [name, paths[at]])),
    plain: "odd.plain",
  });
  leftOut();
  const id = await come("eve", { odd: { ...values, plain: "Engines" } });
  const { website, zoneinfo, phone_number, attributes } = await person(id);
  assertEquals([website, zoneinfo, phone_number, attributes], [undefined, undefined, undefined, {
    plain: "Engines",
  }]);
  assertEquals(leftOut(), [{ level: "warn", upstream: "example", claims: names.toSorted() }]);
  const said = `{"sub":"eve","__proto__":{"polluted":"yes"},"constructor":{"name":"named"}}`;
  const body = new TextEncoder().encode(said);
  upstream.lies = { ...upstream.lies, userinfo_answer: { ok: true, value: { body } } };
  const browser = openBrowser(issuer, send);
  assertSignedIn(await browser.open(upstream.sendBack(await leaveAlone(server, browser))));
  // They are members like others, of this document alone.
  assertEquals((await person(id)).attributes, { proto: "yes", constructor: "named" });
  assertFalse("polluted" in {});
});

Deno.test("an attribute for which an account has no room is left out, and the others are told", async () => {
  await declare("example", { long: "long", short: "short" });
  const id = await come("full", { short: "1" });
  const attributes = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`n${at}`, "x".repeat(2000)]));
  assertEquals(
    (await call("PATCH", `/users/${id}`, { email: "full@people.example", attributes })).status,
    200,
  );
  leftOut();
  await come("full", { long: "x".repeat(400), short: "2" });
  assertEquals((await person(id)).attributes, { ...attributes, short: "2" });
  assertEquals(leftOut(), [{ level: "warn", upstream: "example", claims: ["long"] }]);
});

Deno.test("of two upstreams that say the same claim of one person the one counts that they came from last", async () => {
  const trusting = { trust_email: true, link_by_email: true };
  await declare("example", { department: "department", badge: "badge" }, trusting);
  await declare("second", { department: "unit" }, trusting);
  const email = "grace@people.example", verified = { email, email_verified: true };
  const id = await come("grace", { ...verified, department: "Engines", badge: "7" });
  assertEquals(await come("hopper", { ...verified, unit: "Navy" }, "second"), id, "linked by address");
  assertEquals((await person(id)).attributes, { department: "Navy", badge: "7" });
  await come("grace", { department: "Engines" });
  assertEquals((await person(id)).attributes, { department: "Engines" });
  await come("hopper", {}, "second");
  const { attributes, email: address } = await person(id);
  assertEquals([attributes, address], [undefined, email]);
});

Deno.test("without ID tokens paths lead into what the API says, and a claim whose place is known goes by its name", async () => {
  const at = (path: string) => `${upstream.issuer}/${path}`;
  await declare("plain", { picture: "picture", nickname: "data.handle", team: "data.team.name" }, {
    kind: "oauth2",
    issuer: undefined,
    authorization_endpoint: at("authorize"),
    token_endpoint: at("token"),
    userinfo_endpoint: at("userinfo"),
    person: { sub: "data.id", name: "data.name", picture: "data.avatar" },
  });
  const tells = (handle: string, avatar: string, name: string) => ({
    data: { id: 7, handle, avatar: `https://people.example/${avatar}.png`, team: { name } },
  });
  const id = await come("7", tells("Mary", "1", "Optics"), "plain");
  await come("7", tells("Somerville", "2", "Stars"), "plain");
  const { picture, nickname, attributes } = await person(id);
  assertEquals([picture, nickname], ["https://people.example/2.png", "Somerville"]);
  assertEquals(attributes, { team: "Stars" });
});
