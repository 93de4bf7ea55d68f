// An attacker shows a token of one kind where another kind is due.
import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { jwtBearer } from "../../src/protocol/client/client_assertion.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { addKeyClient, assertionBy } from "../support/client_assertion.ts";
import {
  answerIn,
  answerOf,
  authorizeUrl,
  codeIn,
  introspect,
  post,
  redeem,
  refresh,
  signIn,
} from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const grant_types = ["authorization_code", "refresh_token", "client_credentials"];
const trusted = { first_party: true } as const;
const client = await addClient(provider, { grant_types }, trusted);
const opaque = await addClient(provider, {}, { ...trusted, access_token_format: "opaque" });
const signing = await addKeyClient(provider, { grant_types: ["client_credentials"] });
const alice = await addPerson(provider), browser = openBrowser(issuer, send);
const asked = { scope: "openid offline_access" };

const codeOf = async (at = client) => answerIn(await browser.open(authorizeUrl(issuer, at, asked))).code!;

await signIn(browser, await browser.open(authorizeUrl(issuer, client, asked)), alice);

/** Everything that the server hands out as text, freshly made. */
const made = {
  id_token: async () => (await redeem(send, client, await codeOf())).id_token!,
  access_token: async () => (await redeem(send, client, await codeOf())).access_token!,
  client_access_token: async () =>
    (await answerOf(await post(send, "/oauth2/token", { grant_type: "client_credentials" }, client)))
      .access_token!,
  opaque_access_token: async () => (await redeem(send, opaque, await codeOf(opaque))).access_token!,
  refresh_token: async () => (await redeem(send, client, await codeOf())).refresh_token!,
  code: () => codeOf(),
  client_assertion: () => assertionBy(provider, signing),
  client_secret: () => Promise.resolve(client.client_secret),
  browser_cookie: () => Promise.resolve([...browser.cookies.values()][0]!),
} as const;

type Kind = keyof typeof made;

const userinfo = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await send("/oauth2/userinfo", { headers }), { status } = response;
  await response.body?.cancel();
  return status === 200;
};

/** Every place that takes a token, and which kinds it takes. */
const slots: Readonly<
  Record<string, { readonly takes: readonly Kind[]; readonly show: (token: string) => Promise<boolean> }>
> = {
  id_token_hint: {
    takes: ["id_token"],
    show: async (id_token_hint) => {
      const url = authorizeUrl(issuer, client, { prompt: "none", id_token_hint });
      return answerIn(await browser.open(url)).code !== undefined;
    },
  },
  "bearer at userinfo": { takes: ["access_token", "opaque_access_token"], show: userinfo },
  introspection: {
    takes: ["access_token", "client_access_token", "refresh_token"],
    show: async (token) => (await introspect(send, client, token)).active as unknown as boolean,
  },
  "introspection by the opaque token's client": {
    takes: ["opaque_access_token"],
    show: async (token) => (await introspect(send, opaque, token)).active as unknown as boolean,
  },
  refresh_token: {
    takes: ["refresh_token"],
    show: async (token) => (await refresh(send, client, token)).status === 200,
  },
  code: { takes: ["code"], show: async (token) => (await redeem(send, client, token)).status === 200 },
  "client secret": {
    takes: ["client_secret"],
    show: async (client_secret) => {
      const fields = { grant_type: "client_credentials" };
      const response = await post(send, "/oauth2/token", fields, { ...client, client_secret });
      await response.body?.cancel();
      return response.status === 200;
    },
  },
  client_assertion: {
    takes: ["client_assertion"],
    show: async (client_assertion) => {
      const { client_id } = signing, client_assertion_type = jwtBearer;
      const fields = { grant_type: "client_credentials", client_id, client_assertion_type, client_assertion };
      const response = await send("/oauth2/token", { method: "POST", body: new URLSearchParams(fields) });
      await response.body?.cancel();
      return response.status === 200;
    },
  },
  "browser cookie": {
    takes: ["browser_cookie"],
    show: async (value) => {
      const other: TestBrowser = openBrowser(issuer, send);
      other.cookies.set("lk_br_default", value);
      const visit = await other.open(authorizeUrl(issuer, client, { prompt: "none" }));
      return codeIn(new URL(visit.url)) !== "";
    },
  },
};

for (const [slot, { takes, show }] of Object.entries(slots)) {
  Deno.test(`of everything that is handed out, ${slot} takes ${takes.join(", ")} and nothing else (RFC 8725 section 3.11 and 3.12)`, async () => {
    const taken = [];
    for (const kind of Object.keys(made) as Kind[]) if (await show(await made[kind]())) taken.push(kind);
    assertEquals(taken.toSorted(), takes.toSorted());
  });
}

Deno.test("revoking a token as what it is not ends nothing (RFC 7009 section 2.2)", async () => {
  const tokens = await redeem(send, client, await codeOf());
  for (const token of [tokens.id_token!, await codeOf(), client.client_secret]) {
    const response = await post(send, "/oauth2/revoke", { token }, client);
    assertEquals([response.status, await response.text()], [200, "{}"]);
  }
  assertEquals([
    await userinfo(tokens.access_token!),
    await slots["client secret"]!.show(client.client_secret),
  ], [
    true,
    true,
  ]);
});

Deno.test("the type alone keeps them apart: the very claims of one kind, signed by our own key as the other (RFC 8725 section 3.11)", async () => {
  const { access_token = "", id_token = "" } = await redeem(send, client, await codeOf());
  const { sign } = await provider.deployment.keys.signer("RS256");
  const retyped = {
    access: await sign("JWT", decodeJwt(access_token)),
    id: await sign("at+jwt", decodeJwt(id_token)),
  };
  const genuine = {
    access: await sign("at+jwt", decodeJwt(access_token)),
    id: await sign("JWT", decodeJwt(id_token)),
  };
  const hint = slots.id_token_hint!.show;
  assertEquals([await userinfo(genuine.access), await hint(genuine.id)], [true, true]);
  assertEquals([await userinfo(retyped.access), await hint(retyped.id)], [false, false]);
  assertEquals((await introspect(send, client, retyped.access)).active as unknown, false);
});
