import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { agreementOf, decideConsent } from "../../src/domain/consent_decision.ts";
import { carriesToken, responseTypes } from "../../src/domain/response_type.ts";
import { sampleClient } from "./sample_client.ts";

const https = "https://app.example/callback",
  loopback = "http://127.0.0.1:4000/callback",
  app = "com.example:/cb";
const publicClient = sampleClient({ token_endpoint_auth_method: "none" });
const confidential = sampleClient();
const firstParty = sampleClient({ token_endpoint_auth_method: "none" }, { first_party: true });
const confidentialFirstParty = sampleClient({}, { first_party: true });

const response_type = "code";
const agreed = (
  scopes: readonly string[] | undefined,
  client_version = 1,
  claims: readonly string[] = [],
) => scopes && { scopes, claims, client_version };
const decide = (client: typeof confidential, redirect_uri: string, scopes: string, remembered?: string) =>
  decideConsent(
    client,
    { response_type, redirect_uri, scopes: scopes.split(" ") },
    agreed(remembered?.split(" ")),
  );

Deno.test("a person is asked once, and again only for what is new (OpenID Connect Core section 3.1.2.4)", () => {
  const asked = decide(confidential, https, "openid email");
  assertEquals(asked, { needed: true, fresh: { scopes: ["openid", "email"], claims: [] } });
  assertEquals(decide(confidential, https, "openid email", "openid email"), {
    needed: false,
    fresh: { scopes: [], claims: [] },
  });
  assertEquals(decide(confidential, https, "openid", "openid email"), {
    needed: false,
    fresh: { scopes: [], claims: [] },
  });
  assertEquals(decide(confidential, https, "openid phone", "openid email"), {
    needed: true,
    fresh: { scopes: ["phone"], claims: [] },
  });
});

Deno.test("a request without a scope is asked for like any other where nothing was agreed to", () => {
  assertEquals(
    decideConsent(confidential, { response_type, redirect_uri: https, scopes: [] }, undefined).needed,
    true,
  );
  assertEquals(
    decideConsent(confidential, { response_type, redirect_uri: https, scopes: [] }, agreed([])).needed,
    false,
  );
});

Deno.test("a first-party client asks nothing where its answer proves who gets it", () => {
  for (const client of [firstParty, confidentialFirstParty]) {
    assertEquals(decide(client, https, "openid"), { needed: false, fresh: { scopes: [], claims: [] } });
  }
  assertEquals(decide(confidentialFirstParty, loopback, "openid"), {
    needed: false,
    fresh: { scopes: [], claims: [] },
  });
});

Deno.test("a public client on a loopback port or a custom scheme asks each time, first-party or remembered (RFC 8252 section 8.6)", () => {
  for (const redirect of [loopback, app]) {
    for (const client of [publicClient, firstParty]) {
      assertEquals(decide(client, redirect, "openid", "openid"), {
        needed: true,
        fresh: { scopes: [], claims: [] },
      });
      assertEquals(decide(client, redirect, "openid"), {
        needed: true,
        fresh: { scopes: ["openid"], claims: [] },
      });
    }
    assertEquals(decide(confidential, redirect, "openid", "openid").needed, false);
  }
});

for (const origin of ["open", "document"] as const) {
  const client = sampleClient({}, { origin, version: 3 });
  const ask = (redirect_uri: string, version: number, scopes = ["openid"]) =>
    decideConsent(client, { response_type, redirect_uri, scopes }, agreed(["openid"], version));

  Deno.test(`what was agreed to for a client of origin ${origin} holds for the client as it was (RFC 7591 section 5)`, () => {
    assertEquals(ask(https, 3), { needed: false, fresh: { scopes: [], claims: [] } });
    assertEquals(ask(https, 3, ["openid", "email"]), {
      needed: true,
      fresh: { scopes: ["email"], claims: [] },
    });
    assertEquals(ask(https, 2), { needed: true, fresh: { scopes: ["openid"], claims: [] } });
  });

  Deno.test(`a secret of a client of origin ${origin} proves nothing on a loopback port or a custom scheme (RFC 8252 section 8.6)`, () => {
    for (const redirect of [loopback, app]) assertEquals(ask(redirect, 3).needed, true);
  });
}

Deno.test("tokens for a loopback port or a custom scheme are asked for each time, whatever proves who redeems a code (RFC 8252 section 8.6)", () => {
  for (const [type, issues] of Object.entries(responseTypes)) {
    for (const client of [confidential, confidentialFirstParty]) {
      for (const redirect_uri of [https, loopback, app]) {
        const request = { response_type: type, redirect_uri, scopes: ["openid"] };
        const { needed } = decideConsent(client, request, agreed(["openid"]));
        assertEquals(needed, carriesToken(issues) && redirect_uri !== https, `${type} to ${redirect_uri}`);
      }
    }
  }
});

Deno.test("a change of a client that somebody vouches for asks nobody again", () => {
  for (const origin of ["admin", "token"] as const) {
    const client = sampleClient({}, { origin, version: 3 }),
      request = { response_type, redirect_uri: https, scopes: ["openid"] };
    assertEquals(decideConsent(client, request, agreed(["openid"], 2)).needed, false);
  }
});

Deno.test("nothing is granted silently to a third party that was not agreed to (OpenID Connect Core section 3.1.2.4)", () => {
  const some = fc.subarray(["openid", "email", "phone", "orders"]);
  const client = fc.constantFrom(publicClient, confidential);
  fc.assert(
    fc.property(
      client,
      fc.constantFrom(https, loopback, app),
      some,
      fc.option(some),
      (who, uri, asked, before) => {
        const remembered = before ?? undefined;
        const { needed } = decideConsent(
          who,
          { response_type, redirect_uri: uri, scopes: asked },
          agreed(remembered),
        );
        assert(needed || (remembered && asked.every((scope) => remembered.includes(scope))));
      },
    ),
  );
});

/** What a request by these scopes and names asks for. */
const byName = (scopes: string, userinfo: string, id_token = "") => {
  const asked = (names: string) =>
    Object.fromEntries(names.split(" ").filter(Boolean).map((name) => [name, {}]));
  const claims = { userinfo: asked(userinfo), id_token: asked(id_token), locales: [] };
  return { response_type, redirect_uri: https, scopes: scopes.split(" "), claims };
};

Deno.test("a claim that is asked for by name is agreed to by name, whatever its place and language (OpenID Connect Core section 5.5)", () => {
  const request = byName("openid", "name#ja email", "name phone_number");
  assertEquals(agreementOf(request), { scopes: ["openid"], claims: ["email", "name", "phone_number"] });
  const remembered = agreed(["openid"], 1, ["name", "phone_number"]);
  assertEquals(decideConsent(confidential, request, remembered), {
    needed: true,
    fresh: { scopes: [], claims: ["email"] },
  });
  const all = agreed(["openid"], 1, ["email", "name", "phone_number"]);
  assertEquals(decideConsent(confidential, request, all).needed, false);
});

Deno.test("a claim that a scope releases is agreed to with the scope, now or before (OpenID Connect Core section 5.4)", () => {
  assertEquals(agreementOf(byName("openid profile", "name", "birthdate email")).claims, ["email"]);
  const before = agreed(["openid", "profile"]);
  assertEquals(decideConsent(confidential, byName("openid", "name"), before).needed, false);
  assertEquals(decideConsent(confidential, byName("openid", "email"), before).fresh.claims, ["email"]);
  // To know a name is less than to know a profile.
  const name = agreed(["openid"], 1, ["name"]);
  assertEquals(decideConsent(confidential, byName("openid profile", ""), name).fresh.scopes, ["profile"]);
});

Deno.test("claims by name change nothing for whom nobody is asked, or always (RFC 8252 section 8.6)", () => {
  assertEquals(decideConsent(confidentialFirstParty, byName("openid", "email"), undefined), {
    needed: false,
    fresh: { scopes: [], claims: [] },
  });
  const native = { ...byName("openid", "email"), redirect_uri: loopback };
  assertEquals(decideConsent(publicClient, native, agreed(["openid"], 1, ["email"])).needed, true);
});
