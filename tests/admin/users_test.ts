import { assert, assertEquals, assertMatch } from "@std/assert";
import { peekSetPassword, setPassword } from "../../src/accounts/set_password.ts";
import { signIn } from "../../src/accounts/sign_in.ts";
import { day } from "../../src/domain/time.ts";
import { createAccount } from "../../src/store/accounts.ts";
import type { Ports } from "../../src/store/ports.ts";
import { findOpenSession } from "../../src/store/sessions.ts";
import { openAdmin } from "./admin_server.ts";

const { call, deployment, db, time, issuer } = await openAdmin();

const ports: Ports = {
  tenant: { id: "default", issuer, policy: {} },
  store: { db, tenant: "default" },
  clock: () => time.now,
  random: deployment.random,
  derive: deployment.derive[0],
  sealKeys: deployment.sealKeys,
  pairwise: deployment.pairwise,
};

let serial = 0;
/** A new person's members; the address is one that nobody has. */
const person = (more: object = {}) => ({ email: `person${++serial}@people.example`, ...more });

const password = "correct horse";

const attempt = (username: string, typed: string) =>
  signIn(ports, deployment.passwords, { username, password: typed, browser: undefined, address: undefined });

/** Signs a person in. @returns whether their session is still open. */
async function signedIn(username: string, typed = password): Promise<() => Promise<boolean>> {
  const signed = await attempt(username, typed);
  assert(signed.ok, `${username} was not signed in`);
  const { id } = signed.value.session;
  return async () => await findOpenSession(ports.store, id, time.now) !== undefined;
}

const linkOf = (body: { set_password_url: string }) =>
  new URL(body.set_password_url).searchParams.get("link")!;

Deno.test("a person who is created with a password is active and signs in with name and address", async () => {
  const { status, headers, body } = await call("POST", "/users", person({ username: "Ada", password }));
  assertEquals(status, 201);
  assertEquals(headers.get("location"), `${issuer}/api/v1/users/${body.id}`);
  assertMatch(body.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assertEquals([body.state, body.enabled, "set_password_url" in body], ["active", true, false]);
  assert((await attempt("ada", password)).ok && (await attempt(body.email, password)).ok);
  assertEquals((await attempt("ada", `${password}!`)).ok, false);
});

Deno.test("a person's claims may be told in other languages, changed and taken back one by one (OpenID Connect Core section 5.2)", async () => {
  const claims = {
    name: "Hanako Yamada",
    "name#ja-Kana-JP": "ヤマダ ハナコ",
    "website#de": "https://hanako.example/de",
  };
  const address = { "address#ja": { country: "日本" } };
  const { status, body } = await call("POST", "/users", person({ ...claims, ...address }));
  assertEquals(status, 201);
  const shown = async () => (await call("GET", `/users/${body.id}`)).body;
  const { name, ...rest } = await shown();
  assertEquals([name, rest["name#ja-Kana-JP"], rest["website#de"], rest["address#ja"]], [
    ...Object.values(claims),
    address["address#ja"],
  ]);
  const patch = { "name#ja-Kana-JP": null, "name#ja-Hani-JP": "山田 花子", "address#ja": { region: "東京" } };
  assertEquals((await call("PATCH", `/users/${body.id}`, patch)).status, 200);
  const changed = await shown();
  assertEquals([changed.name, changed["name#ja-Hani-JP"], "name#ja-Kana-JP" in changed], [
    "Hanako Yamada",
    "山田 花子",
    false,
  ]);
  assertEquals(changed["address#ja"], { country: "日本", region: "東京" });
});

for (
  const wrong of [
    { "email#de": "ada@people.example" },
    { "birthdate#de": "1990-01-01" },
    { "name#": "Ada" },
    { "name#de_AT": "Ada" },
    { "name#de": "" },
    { "website#de": "javascript:alert(1)" },
    { "address#de": "Berlin" },
  ]
) {
  Deno.test(`a claim in another language has that claim's form: not ${JSON.stringify(wrong)} (OpenID Connect Core section 5.2)`, async () => {
    const { status, body } = await call("POST", "/users", person(wrong));
    assertEquals([status, body.errors[0].pointer], [400, `#/${Object.keys(wrong)[0]!.replace("#", "%23")}`]);
  });
}

Deno.test("a person keeps every claim that they were created with (OpenID Connect Core section 5.1)", async () => {
  const full = person({
    email_verified: true,
    username: "full",
    name: "Ada King",
    given_name: "Ada",
    family_name: "King",
    middle_name: "Augusta",
    nickname: "Ada",
    profile: "https://people.example/ada",
    picture: "https://people.example/ada.png",
    website: "http://ada.example",
    gender: "female",
    birthdate: "1815-12-10",
    zoneinfo: "Europe/London",
    locale: "en-GB",
    phone_number: "+44 20 7946 0000",
    phone_number_verified: true,
    address: {
      formatted: "12 St James's Square\nLondon",
      street_address: "12 St James's Square",
      locality: "London",
      region: "England",
      postal_code: "SW1Y 4LB",
      country: "GB",
    },
  });
  const { id } = (await call("POST", "/users", full)).body;
  const { enabled, state, created_at, updated_at, ...shown } = (await call("GET", `/users/${id}`)).body;
  assertEquals(shown, { id, ...full });
  assertEquals([enabled, state, created_at, updated_at], [
    true,
    "pending",
    "2027-01-15T08:00:00Z",
    created_at,
  ]);
});

Deno.test("a person who is created without a password sets one by the link, once, and is active then", async () => {
  const { body } = await call("POST", "/users", person());
  assertEquals(body.state, "pending");
  assertEquals(Date.parse(body.set_password_expires_at) / 1000, time.now + 3 * day);
  const link = linkOf(body);
  assertMatch(body.set_password_url, /^http:\/\/localhost:8080\/set-password\?link=lk_ol_\w+$/);
  assertEquals(await peekSetPassword(ports, link), body.email);
  assert((await setPassword(ports, deployment.passwords, { link, password })).ok);
  assertEquals((await call("GET", `/users/${body.id}`)).body.state, "active");
  assert((await attempt(body.email, password)).ok);
  const again = await setPassword(ports, deployment.passwords, { link, password });
  assertEquals(again, { ok: false, error: "link_spent" });
});

Deno.test("a link stops at its time, and when a newer one is made", async () => {
  const { body } = await call("POST", "/users", person());
  const newer = await call("POST", `/users/${body.id}/set-password-link`);
  assertEquals(newer.status, 200);
  assertEquals(await peekSetPassword(ports, linkOf(body)), undefined);
  assertEquals(await peekSetPassword(ports, linkOf(newer.body)), body.email);
  const { now } = time;
  time.now = Date.parse(newer.body.set_password_expires_at) / 1000 - 1;
  assertEquals(await peekSetPassword(ports, linkOf(newer.body)), body.email);
  time.now += 1;
  assertEquals(await peekSetPassword(ports, linkOf(newer.body)), undefined);
  time.now = now;
});

Deno.test("a name or an address that somebody has in any case is refused and named", async () => {
  const first = person({ username: "grace" });
  await call("POST", "/users", first);
  const rows = [
    [person({ username: "GRACE" }), "#/username"],
    [{ email: first.email.toUpperCase() }, "#/email"],
    [{ email: first.email, username: "other" }, "#/email"],
  ] as const;
  const other = (await call("POST", "/users", person({ name: "Other" }))).body;
  for (const [members, pointer] of rows) {
    const answers = [
      await call("POST", "/users", members),
      await call("PATCH", `/users/${other.id}`, { ...members, name: "Changed" }),
    ];
    for (const { status, body } of answers) {
      assertEquals([status, body.errors.length, body.errors[0].pointer], [409, 1, pointer]);
    }
  }
  const { set_password_url: _, set_password_expires_at: __, ...before } = other;
  assertEquals((await call("GET", `/users/${other.id}`)).body, before, "a refused change changes nothing");
});

Deno.test("of two people who are created at once with one address one is refused", async () => {
  const members = person();
  const answers = await Promise.all([call("POST", "/users", members), call("POST", "/users", members)]);
  assertEquals(answers.map(({ status }) => status).toSorted(), [201, 409]);
});

// NIST SP 800-63B section 5.1.1.2 wants 8 characters; more than 256 bytes are never hashed.
const passwords: readonly (readonly [string, boolean])[] = [
  ["1234567", false],
  ["", false],
  ["12345678", true],
  ["ﬃﬃﬃﬃﬃﬃﬃ", false],
  ["🗝🗝🗝🗝🗝🗝🗝🗝", true],
  ["a".repeat(256), true],
  ["a".repeat(257), false],
  ["é".repeat(129), false],
];
for (const [typed, taken] of passwords) {
  const named = `${[...typed].length} characters in ${new TextEncoder().encode(typed).length} bytes`;
  Deno.test(`a password of ${named} is ${taken ? "taken" : "refused"}`, async () => {
    const members = person();
    const made = await call("POST", "/users", { ...members, password: typed });
    if (taken) return assert(made.status === 201 && (await attempt(members.email, typed)).ok);
    assertEquals([made.status, made.body.errors[0].pointer], [400, "#/password"]);
    assertMatch(made.body.detail, /at least 8 characters and at most 256 bytes/);
    assertEquals((await call("GET", `/users?login=${members.email}`)).body.users, []);
  });
}

// What is wrong, where that is said, and what has to be said.
const refused: readonly (readonly [object, string, RegExp])[] = [
  [{}, "#/email", /required/],
  [{ email: null }, "#/email", /a text/],
  [{ email: "ada" }, "#/email", /such as/],
  [{ email: "a@b@c" }, "#/email", /such as/],
  [{ email: "a b@c" }, "#/email", /such as/],
  // K (U+212A) becomes k in lower case, and with it the address somebody else's.
  [{ email: "mi\u212ae@people.example" }, "#/email", /lower case/],
  [{ email: "\u00c9ve@people.example" }, "#/email", /lower case/],
  [{ email: `${"a".repeat(251)}@b.c` }, "#/email", /254/],
  [person({ username: "ada@people.example" }), "#/username", /such as "ada"/],
  [person({ username: "a b" }), "#/username", /such as "ada"/],
  [person({ username: "" }), "#/username", /1 to 100/],
  [person({ password: 12345678 }), "#/password", /a text/],
  [person({ email_verified: "yes" }), "#/email_verified", /true or false/],
  [person({ picture: "javascript:alert(1)" }), "#/picture", /https:/],
  [person({ birthdate: "10.12.1815" }), "#/birthdate", /1815-12-10/],
  [person({ locale: "english please" }), "#/locale", /en-GB/],
  [person({ zoneinfo: "Europe/London; drop" }), "#/zoneinfo", /Europe/],
  [person({ phone_number: "020 7946" }), "#/phone_number", /\+44/],
  [person({ address: "London" }), "#/address", /an object with formatted/],
  [person({ address: { planet: "Earth" } }), "#/address/planet", /not known.*country/],
  [person({ address: { country: 44 } }), "#/address/country", /a text/],
  [person({ name: "a\0" }), "#/name", /U\+0000/],
  [person({ sub: "x" }), "#/sub", /not known/],
  [person({ enabled: false }), "#/enabled", /not known/],
];
for (const [members, pointer, says] of refused) {
  Deno.test(`creating a person refuses ${JSON.stringify(members).slice(0, 90)} at ${pointer}`, async () => {
    const { status, body } = await call("POST", "/users", members);
    assertEquals([status, body.errors.length, body.errors[0].pointer], [400, 1, pointer]);
    assertMatch(body.errors[0].detail, says);
  });
}

Deno.test("PATCH merges claims at every depth and leaves the rest (RFC 7396)", async () => {
  const given = person({ name: "Ada", locale: "en", address: { locality: "London", country: "GB" } });
  const { id } = (await call("POST", "/users", given)).body;
  time.now += 5;
  const patch = { name: null, nickname: "A", address: { locality: null, region: "England" } };
  const { status, body } = await call("PATCH", `/users/${id}`, patch);
  assertEquals(status, 200);
  assertEquals(["name" in body, body.nickname, body.locale], [false, "A", "en"]);
  assertEquals(body.address, { region: "England", country: "GB" });
  assertEquals(Date.parse(body.updated_at) - Date.parse(body.created_at), 5000);
  assertEquals((await call("GET", `/users/${id}`)).body, body);
  assertEquals((await call("PATCH", `/users/${id}`, { username: null })).body.username, null);
});

Deno.test("PATCH refuses to take away what a person has to have", async () => {
  const { id } = (await call("POST", "/users", person())).body;
  for (const member of ["email", "password", "enabled"]) {
    const { status, body } = await call("PATCH", `/users/${id}`, { [member]: null });
    assertEquals([status, body.errors[0].pointer], [400, `#/${member}`]);
  }
});

Deno.test("who has an address that would not be taken today can still be changed, but not given another such one", async () => {
  const record = { username: null, email: "\u00c9ve@people.example", email_verified: false, claims: {} };
  await createAccount(ports.store, "eve", record, time.now);
  assertEquals((await call("PATCH", "/users/eve", { name: "Eve" })).status, 200);
  const { status, body } = await call("PATCH", "/users/eve", { email: "\u00c9va@people.example" });
  assertEquals([status, body.errors[0].pointer], [400, "#/email"]);
});

Deno.test("another address or number is not verified unless the change says so", async () => {
  const verified = { email_verified: true, phone_number: "+44 1", phone_number_verified: true };
  const { id } = (await call("POST", "/users", person(verified))).body;
  const path = `/users/${id}`;
  const stays = (await call("PATCH", path, { name: "Ada" })).body;
  assertEquals([stays.email_verified, stays.phone_number_verified], [true, true]);
  const other = (await call("PATCH", path, { ...person(), phone_number: "+44 2" })).body;
  assertEquals([other.email_verified, "phone_number_verified" in other], [false, false]);
  const said = { ...person(), email_verified: true, phone_number: "+44 3", phone_number_verified: true };
  const { body } = await call("PATCH", path, said);
  assertEquals([body.email_verified, body.phone_number_verified], [true, true]);
});

Deno.test("a person who is disabled is signed out and not signed in until enabled; links stop for good", async () => {
  const made = (await call("POST", "/users", person())).body;
  await call("PATCH", `/users/${made.id}`, { password });
  const link = linkOf((await call("POST", `/users/${made.id}/set-password-link`)).body);
  const isOpen = await signedIn(made.email);
  for (let i = 0; i < 2; i++) {
    const { status, body } = await call("PATCH", `/users/${made.id}`, { enabled: false });
    assertEquals([status, body.enabled, body.state], [200, false, "disabled"]);
  }
  assertEquals([await isOpen(), (await attempt(made.email, password)).ok], [false, false]);
  assertEquals(await peekSetPassword(ports, link), undefined);
  assertEquals((await call("POST", `/users/${made.id}/set-password-link`)).status, 409);
  const { body } = await call("PATCH", `/users/${made.id}`, { enabled: true });
  assertEquals([body.enabled, body.state], [true, "active"]);
  assert((await attempt(made.email, password)).ok);
});

Deno.test("a new password signs the person out everywhere, and neither the old one nor an older link works", async () => {
  const made = (await call("POST", "/users", person({ password }))).body;
  const link = linkOf((await call("POST", `/users/${made.id}/set-password-link`)).body);
  const isOpen = await signedIn(made.email);
  assertEquals((await call("PATCH", `/users/${made.id}`, { password: "battery staple" })).status, 200);
  assertEquals(await isOpen(), false);
  assertEquals((await attempt(made.email, password)).ok, false);
  assert((await attempt(made.email, "battery staple")).ok);
  assertEquals(await peekSetPassword(ports, link), undefined);
});

Deno.test("another name or address leaves a person signed in", async () => {
  const made = (await call("POST", "/users", person({ password }))).body;
  const isOpen = await signedIn(made.email);
  await call("PATCH", `/users/${made.id}`, { name: "Ada", ...person() });
  assertEquals(await isOpen(), true);
});

Deno.test("a password makes a pending person active and leaves a disabled one disabled", async () => {
  const made = (await call("POST", "/users", person())).body;
  assertEquals((await call("PATCH", `/users/${made.id}`, { password })).body.state, "active");
  await call("PATCH", `/users/${made.id}`, { enabled: false });
  assertEquals((await call("PATCH", `/users/${made.id}`, { password })).body.state, "disabled");
  const { body } = await call("PATCH", `/users/${made.id}`, { password, enabled: true });
  assertEquals(body.state, "active");
});

Deno.test("an erased person leaves nothing personal behind, is signed out, and frees name and address", async () => {
  const attributes = { department: "Compilers" };
  const given = person({ username: "hopper", name: "Grace", attributes, password });
  const { id } = (await call("POST", "/users", given)).body;
  const isOpen = await signedIn("hopper");
  const link = linkOf((await call("POST", `/users/${id}/set-password-link`)).body);
  assertEquals((await call("DELETE", `/users/${id}`)).status, 204);
  assertEquals([await isOpen(), await peekSetPassword(ports, link)], [false, undefined]);
  const row = await db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  assertEquals([row.state, row.username, row.email, row.claims], ["erased", null, null, {}]);
  assertEquals(row.attributes, {});
  assertEquals(await db.selectFrom("password").select("hash").where("account_id", "=", id).execute(), []);
  for (const [method, more] of [["GET", ""], ["PATCH", ""], ["DELETE", ""], ["POST", "/set-password-link"]]) {
    const { status } = await call(method!, `/users/${id}${more}`, method === "PATCH" ? {} : undefined);
    assertEquals(status, 404, `${method} ${more}`);
  }
  assertEquals((await call("GET", "/users?login=hopper")).body.users, []);
  assertEquals((await call("POST", "/users", given)).status, 201);
});

Deno.test("people are found by name or address in any case, and listed page by page", async () => {
  const { call } = await openAdmin();
  const made: string[] = [];
  for (let i = 0; i < 5; i++) {
    made.push((await call("POST", "/users", { email: `p${i}@people.example`, username: `u${i}` })).body.id);
  }
  for (const login of ["u3", "U3", "p3@people.example", "P3@PEOPLE.EXAMPLE"]) {
    const { users } = (await call("GET", `/users?login=${login}`)).body;
    assertEquals(users.map((user: { id: string }) => user.id), [made[3]]);
  }
  assertEquals((await call("GET", "/users?login=p3")).body, { users: [], next: null });
  const first = (await call("GET", "/users?limit=3")).body;
  const second = (await call("GET", `/users?limit=3&after=${first.next}`)).body;
  const seen = [...first.users, ...second.users].map((user: { id: string }) => user.id);
  assertEquals([seen, second.next], [made.toSorted(), null]);
});

Deno.test("while too many passwords are hashed, a password is answered 503 with Retry-After and nothing is made", async () => {
  const busy = {
    hash: () => Promise.resolve("busy" as const),
    verify: () => Promise.resolve("busy" as const),
  };
  const { call } = await openAdmin({ passwords: busy });
  const made = (await call("POST", "/users", person())).body;
  for (
    const answer of [
      await call("POST", "/users", person({ password })),
      await call("PATCH", `/users/${made.id}`, { password }),
    ]
  ) {
    assertEquals([answer.status, answer.headers.get("retry-after")], [503, "2"]);
  }
  assertEquals((await call("GET", "/users")).body.users.length, 1);
});
