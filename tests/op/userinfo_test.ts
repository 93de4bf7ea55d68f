import { assertEquals, assertMatch } from "@std/assert";
import { tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const registeredAt = time.now;
const profile = {
  name: "Alice Example",
  given_name: "Alice",
  family_name: "Example",
  middle_name: "May",
  nickname: "Al",
  profile: "https://example.com/alice",
  picture: "https://example.com/alice.jpg",
  website: "https://alice.example",
  gender: "female",
  birthdate: "1985-04-01",
  zoneinfo: "Europe/Vienna",
  locale: "de-AT",
};
const phone = { phone_number: "+43 1 2345", phone_number_verified: false };
const address = { street_address: "Ring 1", locality: "Vienna", country: "Austria" };
const alice = await addPerson(provider, "alice", { ...profile, ...phone, address });
const bare = await addPerson(provider, "bob", {});
time.now += 10;

const tokenFor = async (scope: string, person = alice) =>
  (await tokensFor(provider, client, person, { asked: { scope } })).access_token!;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const form = { "content-type": "application/x-www-form-urlencoded" };

const released: Readonly<Record<string, object>> = {
  "openid": {},
  "openid profile": { ...profile, preferred_username: "alice", updated_at: registeredAt },
  "openid email": { email: "alice@example.com", email_verified: true },
  "openid phone": phone,
  "openid address": { address },
  "openid email phone": { email: "alice@example.com", email_verified: true, ...phone },
  "openid offline_access": {},
};

for (const [scope, claims] of Object.entries(released)) {
  Deno.test(`userinfo for the scope "${scope}" says exactly what it releases (OpenID Connect Core section 5.4)`, async () => {
    const response = await send("/oauth2/userinfo", { headers: bearer(await tokenFor(scope)) });
    assertEquals([response.status, response.headers.get("cache-control")], [200, "no-store"]);
    assertMatch(response.headers.get("content-type") ?? "", /^application\/json/);
    assertEquals(await response.json(), { sub: alice.sub, ...claims });
  });
}

Deno.test("userinfo leaves out what is not known of a person (OpenID Connect Core section 5.3.2)", async () => {
  const scope = "openid profile phone address";
  const response = await send("/oauth2/userinfo", { headers: bearer(await tokenFor(scope, bare)) });
  const expected = { sub: bare.sub, preferred_username: "bob", updated_at: registeredAt };
  assertEquals(await response.json(), expected);
});

const token = await tokenFor("openid"), plain = await tokenFor("profile");
const accepted: Readonly<Record<string, RequestInit>> = {
  "GET with a header": { headers: bearer(token) },
  "GET with a header whose scheme is in lower case": { headers: { authorization: `bearer ${token}` } },
  "POST with a header": { method: "POST", headers: bearer(token) },
  "POST with a header and an empty form": {
    method: "POST",
    headers: { ...bearer(token), ...form },
    body: "",
  },
  "POST with the token in the form": { method: "POST", headers: form, body: `access_token=${token}` },
};

for (const [what, init] of Object.entries(accepted)) {
  Deno.test(`userinfo answers ${what} (OpenID Connect Core section 5.3.1, RFC 6750 section 2)`, async () => {
    const response = await send("/oauth2/userinfo", init);
    assertEquals([response.status, (await response.json()).sub], [200, alice.sub]);
  });
}

const refused: Readonly<
  Record<string, readonly [RequestInit, status: number, error: string, query?: string]>
> = {
  "no token": [{}, 401, ""],
  "a token in the query": [{}, 401, "", `?access_token=${token}`],
  "a token in the form of a GET": [{ headers: form }, 401, ""],
  "a token in the header and in the form": [
    { method: "POST", headers: { ...bearer(token), ...form }, body: `access_token=${token}` },
    400,
    "invalid_request",
  ],
  "two tokens in the form": [
    { method: "POST", headers: form, body: `access_token=${token}&access_token=${token}` },
    400,
    "invalid_request",
  ],
  "a header of another scheme": [{ headers: { authorization: "Basic YTpi" } }, 401, ""],
  "a header without a token": [{ headers: { authorization: "Bearer" } }, 400, "invalid_request"],
  "a form that cannot be read": [
    { method: "POST", headers: form, body: "access_token=%" },
    400,
    "invalid_request",
  ],
  "no token of ours": [{ headers: bearer("mF_9.B5f-4.1JqM") }, 401, "invalid_token"],
  "a token with another signature": [{ headers: bearer(`${token.slice(0, -4)}AAAA`) }, 401, "invalid_token"],
  "a token without the scope openid": [{ headers: bearer(plain) }, 403, "insufficient_scope"],
};

for (const [what, [init, status, error, query = ""]] of Object.entries(refused)) {
  Deno.test(`userinfo refuses ${what} with status ${status} ${error} (RFC 6750 section 3)`, async () => {
    const response = await send(`/oauth2/userinfo${query}`, init), body = await response.text();
    const challenge = response.headers.get("www-authenticate") ?? "";
    assertEquals([response.status, response.headers.get("cache-control")], [status, "no-store"]);
    if (error === "") {
      assertEquals([challenge, body], [`Bearer realm="${issuer}"`, ""]);
    } else {
      assertMatch(challenge, new RegExp(`^Bearer realm="${issuer}", error="${error}", error_description="`));
      assertEquals(JSON.parse(body).error, error);
    }
  });
}
