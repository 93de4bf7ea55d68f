import { assertEquals } from "@std/assert";
import { type Account, allClaims } from "../../src/domain/claims.ts";
import { answerableClaims, claimsBeyond, isLanguageTag, noClaims } from "../../src/domain/claims_request.ts";
import type { ClaimMappings } from "../../src/domain/claim_mapping.ts";
import {
  askedClaims,
  idTokenSaysMore,
  personInIdToken,
  userinfoClaims,
} from "../../src/domain/released_claims.ts";

const hanako: Account = {
  id: "account-1",
  username: "hanako",
  email: "hanako@example.com",
  email_verified: true,
  claims: {
    name: "Hanako Yamada",
    "name#ja-Kana-JP": "ヤマダ ハナコ",
    "name#ja-Hani-JP": "山田 花子",
    "given_name#ja-Hani-JP": "花子",
    "website#de": "https://hanako.example/de",
    website: "https://hanako.example",
    birthdate: "1990-03-03",
    address: { country: "JP" },
  },
  attributes: { department: "Engines", level: 3, "name": "Mallory" },
  claim_sources: {},
  groups: ["staff", "crew"],
  updated_at: 1_700_000_000,
};

/** Custom claims: one of each place, one of an attribute that the account does not have, one that no rule would let in. */
const mappings: ClaimMappings = {
  department: { attribute: "department", scope: "work", to: ["userinfo", "id_token"] },
  groups: { attribute: "groups", scope: "work", to: ["id_token"] },
  "https://example.com/level": { attribute: "level", scope: "rank", to: [] },
  floor: { attribute: "floor", scope: "work", to: ["userinfo", "id_token"] },
  constructor: { attribute: "constructor", scope: "work", to: ["userinfo"] as const },
  name: { attribute: "name", scope: "openid", to: ["userinfo", "id_token"] },
};

const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, {}]));
const asks = (asked: Parameters<typeof askedClaims>[1], ...locales: string[]) =>
  askedClaims(allClaims(hanako), asked, locales);

Deno.test("a claim that is asked for by name is told, and one that the account does not say is left out (OpenID Connect Core section 5.5.1)", () => {
  assertEquals(asks(named("birthdate", "email", "gender", "updated_at", "preferred_username")), {
    birthdate: "1990-03-03",
    email: "hanako@example.com",
    updated_at: 1_700_000_000,
    preferred_username: "hanako",
  });
  assertEquals(asks({}), {});
});

Deno.test("a claim that is asked for with a value is told where it has it (OpenID Connect Core section 5.5.1)", () => {
  assertEquals(asks({ birthdate: { values: ["1990-03-03"] } }), { birthdate: "1990-03-03" });
  assertEquals(asks({ birthdate: { values: ["1991-03-03", "1990-03-03"] } }), { birthdate: "1990-03-03" });
  assertEquals(asks({ birthdate: { values: ["1991-03-03"] }, email_verified: { values: [true] } }), {
    email_verified: true,
  });
  assertEquals(asks({ updated_at: { values: ["1700000000"] }, email_verified: { values: [] } }), {});
});

Deno.test("a claim with a language tag is told in that language alone, however the tag is written (OpenID Connect Core section 5.2)", () => {
  const spelled = named("name#ja-Kana-JP", "name#JA-hani-jp", "name#fr", "given_name#ja-Hani-JP");
  assertEquals(asks(spelled), {
    "name#ja-Kana-JP": "ヤマダ ハナコ",
    "name#JA-hani-jp": "山田 花子",
    "given_name#ja-Hani-JP": "花子",
  });
});

Deno.test("claims_locales chooses among languages, preferred first, and falls back (OpenID Connect Core section 5.2, RFC 4647 section 3.4)", () => {
  const website = (...locales: string[]) => asks(named("website"), ...locales).website;
  assertEquals(website("de"), "https://hanako.example/de");
  assertEquals(website("de-AT"), "https://hanako.example/de");
  assertEquals(website("fr", "de"), "https://hanako.example/de");
  assertEquals(website("fr"), "https://hanako.example");
  assertEquals(website("d"), "https://hanako.example");
  const name = (...locales: string[]) => asks(named("name"), ...locales).name;
  assertEquals([name("ja-Hani-JP"), name("ja-Kana"), name("JA-KANA-jp")], [
    "山田 花子",
    "ヤマダ ハナコ",
    "ヤマダ ハナコ",
  ]);
  assertEquals(name("ja") === "Hanako Yamada", false);
  assertEquals(name(), "Hanako Yamada");
});

Deno.test("userinfo has what the scopes release and what was asked for there, and not what was asked for the ID token (OpenID Connect Core section 5.5)", () => {
  const asked = { ...noClaims, userinfo: named("email"), id_token: named("birthdate") };
  assertEquals(userinfoClaims(hanako, "subject", { scopes: ["openid", "address"], asked, mappings: {} }), {
    sub: "subject",
    email: "hanako@example.com",
    address: { country: "JP" },
  });
});

Deno.test("a value that is asked for does not narrow what a scope releases (OpenID Connect Core section 5.4)", () => {
  const asked = { ...noClaims, userinfo: { email: { values: ["other@example.com"] } } };
  const emailBy = (scope: string) =>
    userinfoClaims(hanako, "subject", { scopes: [scope], asked, mappings: {} }).email;
  assertEquals([emailBy("openid"), emailBy("email")], [undefined, "hanako@example.com"]);
});

Deno.test("claims that nobody knows, that are no language's, or that no scope of the client releases are ignored (OpenID Connect Core section 5.5)", () => {
  const strange = ["sub", "iss", "constructor", "__proto__", "name#", "name#no tag", "name#x", "email#de#fr"];
  const asked = { ...named("name", "name#ja", "email"), ...named(...strange) };
  assertEquals(Object.keys(answerableClaims(asked, ["openid", "profile"], {})), ["name", "name#ja"]);
  assertEquals(Object.keys(answerableClaims(asked, ["openid", "email"], {})), ["email"]);
  assertEquals(answerableClaims(asked, ["openid"], {}), {});
});

Deno.test("what is asked for beyond the scopes is named once, without languages (OpenID Connect Core section 5.2)", () => {
  const asked = {
    ...noClaims,
    userinfo: named("name", "name#ja", "email"),
    id_token: named("email", "gender"),
  };
  assertEquals(claimsBeyond(["openid"], asked), ["email", "gender", "name"]);
  assertEquals(claimsBeyond(["openid", "profile"], asked), ["email"]);
  assertEquals(claimsBeyond(["openid"], undefined), []);
  assertEquals(claimsBeyond(["constructor"], asked), ["email", "gender", "name"]);
});

Deno.test("language tags have parts of letters and digits (RFC 5646 section 2.1)", () => {
  for (const tag of ["de", "de-AT", "zh-Hant-TW", "sl-rozaj-biske-1994", "ja-Kana-JP"]) {
    assertEquals(isLanguageTag(tag), true, tag);
  }
  for (const tag of ["", "d", "de_AT", "de-", "-de", "de--AT", "de-AT-toolongpart", "de#fr", "123", "dé"]) {
    assertEquals(isLanguageTag(tag), false, tag);
  }
});

Deno.test("custom claims are told where their mapping says, under its scope alone, as far as the account has the attribute", () => {
  const inUserinfo = (...scopes: string[]) =>
    userinfoClaims(hanako, "subject", { scopes, asked: noClaims, mappings });
  const inIdToken = (...scopes: string[]) => personInIdToken(hanako, { scopes, asked: noClaims, mappings });
  assertEquals(inUserinfo("work"), { sub: "subject", department: "Engines" });
  assertEquals(inIdToken("work"), { department: "Engines", groups: ["staff", "crew"] });
  assertEquals([inUserinfo("rank"), inIdToken("rank", "profile")], [{ sub: "subject" }, {}]);
  const alone = { scopes: ["work", "email"], asked: noClaims, mappings, alone: true };
  assertEquals(personInIdToken(hanako, alone), {
    email: "hanako@example.com",
    email_verified: true,
    department: "Engines",
    groups: ["staff", "crew"],
  });
});

Deno.test("a client that never asks userinfo finds the standard claims of scopes in the ID token, and custom ones where their mapping says", () => {
  const release = { scopes: ["rank", "email"], asked: noClaims, mappings, scopesToo: true };
  assertEquals(personInIdToken(hanako, release), { email: "hanako@example.com", email_verified: true });
  assertEquals(personInIdToken(hanako, { ...release, scopes: ["rank"] }), {});
  assertEquals(userinfoClaims(hanako, "subject", { ...release, scopes: ["work"] }), {
    sub: "subject",
    department: "Engines",
  });
});

Deno.test("a custom claim that is asked for by name is told where it is asked for (OpenID Connect Core section 5.5)", () => {
  const asked = { ...noClaims, userinfo: named("https://example.com/level"), id_token: named("groups") };
  const release = { scopes: ["openid"], asked, mappings: { ...mappings, name: mappings.floor! } };
  assertEquals(userinfoClaims(hanako, "subject", release), {
    sub: "subject",
    "https://example.com/level": 3,
  });
  assertEquals(personInIdToken(hanako, release), { groups: ["staff", "crew"] });
  const names = named("groups", "https://example.com/level", "department#de", "hidden");
  assertEquals(Object.keys(answerableClaims(names, ["openid", "work"], mappings)), ["groups"]);
  assertEquals(answerableClaims(names, ["openid"], mappings), {});
});

Deno.test("what an account says itself is never said by an attribute instead", () => {
  const release = { scopes: ["openid", "profile"], asked: noClaims, mappings };
  assertEquals(userinfoClaims(hanako, "subject", release).name, "Hanako Yamada");
});

Deno.test("nobody has to be looked up for an ID token that says no more than who they are", () => {
  const release = { scopes: ["openid", "profile"], asked: noClaims, mappings: {} };
  assertEquals(idTokenSaysMore(release), false);
  assertEquals(idTokenSaysMore({ ...release, asked: { ...noClaims, id_token: named("email") } }), true);
  assertEquals(idTokenSaysMore({ ...release, scopes: ["work"], mappings }), true);
  assertEquals(idTokenSaysMore({ ...release, scopes: ["rank"], mappings }), false);
});
