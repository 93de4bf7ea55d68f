/** Upstreams of an application under test, and the steps that people take to sign in with one. */
import { assert, assertEquals } from "@std/assert";
import { systemRandom } from "../../src/crypto/random.ts";
import { mintSubject } from "../../src/crypto/random.ts";
import { sealUpstreamSecret } from "../../src/rp/credentials/upstream_secret.ts";
import { inUnit } from "../../src/store/tenant_store.ts";
import { createUpstream, type LastingUpstream, type UpstreamRecord } from "../../src/store/upstreams.ts";
import type { TestBrowser, Visit } from "./browser.ts";
import { authorizeUrl } from "./flow.ts";
import { storeOf, type TestClient, type TestProvider } from "./provider.ts";

/** What an upstream of a test is named by. */
export interface NamedUpstream {
  readonly slug?: string;
  readonly issuer: string;
  readonly client_id?: string;
  readonly client_secret?: string | undefined;
}

/** Lets people sign in with an upstream. @param record What differs from one that anybody may come from. @returns its id. */
export async function addUpstream(
  provider: TestProvider,
  { slug = "example", issuer, client_id = "latchkey", client_secret = "secret" }: NamedUpstream,
  record: Partial<UpstreamRecord> = {},
  lasting: Partial<LastingUpstream> = {},
): Promise<string> {
  const store = storeOf(provider), id = mintSubject(systemRandom), { sealKeys } = provider.deployment;
  const made = await inUnit(store, (unit) =>
    createUpstream(unit, {
      id,
      slug,
      kind: "oidc",
      preset: "-",
      issuer,
      endpoints: null,
      person: null,
      many_issuers: false,
      ...lasting,
    }, {
      display_name: `The ${slug}`,
      client_id,
      client_secret: sealUpstreamSecret({ store, sealKeys, random: systemRandom }, id, client_secret),
      token_endpoint_auth_method: "client_secret_basic",
      signature_method: null,
      signing_key: null,
      public_key: null,
      scopes: ["openid", "profile", "email"],
      trust_email: true,
      sign_up: "free",
      allowed_domains: [],
      link_by_email: false,
      token_endpoint_auth_signing_alg: null,
      client_assertion_audience: null,
      id_token_encrypted_response_alg: null,
      domains: [],
      trusted_amr: [],
      trusted_acr: [],
      allowed_tids: [],
      key_id: null,
      team_id: null,
      store_tokens: false,
      logout: "offer",
      claims: {},
      ...record,
    }, provider.time.now));
  assert(made, `There is an upstream ${slug} already`);
  return id;
}

/** The buttons of a sign-in page that lead to upstreams, by what they say. */
export function upstreamButtons({ html }: Visit): Readonly<Record<string, string>> {
  const links = html.replaceAll("&amp;", "&").matchAll(
    /<a class="button plain" href="([^"]+)"><svg .*?<\/svg><span>([^<]+)</g,
  );
  return Object.fromEntries([...links].map(([, href, words]) => [words, href!]));
}

/** Goes to an upstream from the sign-in page that an application sent a person to. @returns the upstream's address with our request. */
export async function leaveFor(
  { issuer }: Pick<TestProvider, "issuer">,
  browser: TestBrowser,
  client: TestClient,
  { slug = "example", asked = {} }: {
    readonly slug?: string;
    readonly asked?: Readonly<Record<string, string>>;
  } = {},
): Promise<URL> {
  const login = await browser.open(authorizeUrl(issuer, client, asked));
  const href = Object.values(upstreamButtons(login)).find((address) => address.includes(`idp=${slug}&`));
  assert(href, login.html);
  return requestIn(await browser.open(href));
}

/** Goes to an upstream without an application, by the page that asks for one click. */
export async function leaveAlone(
  { issuer }: Pick<TestProvider, "issuer">,
  browser: TestBrowser,
  query: Readonly<Record<string, string>> = { idp: "example" },
): Promise<URL> {
  const asked = await browser.open(`${issuer}/rp/authorize?${new URLSearchParams(query)}`);
  return requestIn(await browser.submit(asked, {}));
}

function requestIn({ url, status, html }: Visit): URL {
  assertEquals([status, html], [303, ""], url);
  return new URL(url);
}
