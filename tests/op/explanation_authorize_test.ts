import { assert, assertEquals } from "@std/assert";
import { pageChecks } from "../../src/protocol/client/proof_checks.ts";
import { redirectChecks } from "../../src/protocol/authorize/authorization_checks.ts";
import type { TraceRow } from "../../src/protocol/trace.ts";
import { amendClient, findClientRow } from "../../src/store/clients.ts";
import { type Asked, authorizeUrl } from "../support/flow.ts";
import { setPolicy } from "../support/registration.ts";
import { addClient, openProvider, type TestClient, type TestProvider } from "../support/provider.ts";

/** A request that fails one check: what differs from a good one, and what of its client. */
interface Wrong {
  readonly check: string;
  readonly asked?: Asked;
  /** Added to the address as it is: for parameters that are sent twice. */
  readonly tail?: string;
  readonly client?: Parameters<typeof addClient>[1];
}

/** A client that gets ID tokens from the authorization endpoint. */
const implicit = { grant_types: ["implicit"], response_types: ["id_token"] };

const wrong: readonly Wrong[] = [
  { check: "client_id.once", tail: "&client_id=other" },
  { check: "client_id.present", asked: { client_id: undefined } },
  { check: "client_id.document", asked: { client_id: "https://app.example/client.json" } },
  { check: "client_id.known", asked: { client_id: "nobody" } },
  { check: "redirect_uri.present", asked: { redirect_uri: undefined } },
  { check: "redirect_uri.registered", asked: { redirect_uri: "https://app.example/callback/" } },
  { check: "redirect_uri.registered", asked: { redirect_uri: "http://app.example/callback" } },
  { check: "redirect_uri.registered", asked: { redirect_uri: "https://app.example:8443/callback" } },
  { check: "redirect_uri.registered", asked: { redirect_uri: "https://APP.example/callback" } },
  { check: "parameters.once", tail: "&scope=openid" },
  { check: "parameters.length", asked: { nonce: "n".repeat(2049) } },
  { check: "registration.unsupported", asked: { registration: "{}" } },
  { check: "response_type.present", asked: { response_type: undefined } },
  { check: "response_type.supported", asked: { response_type: "token" } },
  { check: "response_type.allowed", client: { grant_types: ["client_credentials"], response_types: [] } },
  { check: "response_mode.supported", asked: { response_mode: "jwt" } },
  {
    check: "response_mode.fits",
    asked: { response_type: "id_token", response_mode: "query" },
    client: implicit,
  },
  { check: "nonce.present", asked: { response_type: "id_token", nonce: undefined }, client: implicit },
  { check: "scope.openid", asked: { response_type: "id_token", scope: "profile" }, client: implicit },
  { check: "scope.syntax", asked: { scope: 'openid "profile"' } },
  { check: "scope.allowed", asked: { scope: "openid email" }, client: { scope: "openid profile" } },
  { check: "code_challenge.present", asked: { code_challenge: undefined, code_challenge_method: undefined } },
  { check: "code_challenge_method.supported", asked: { code_challenge_method: "plain" } },
  { check: "code_challenge_method.supported", asked: { code_challenge_method: undefined } },
  { check: "code_challenge.syntax", asked: { code_challenge: "too-short" } },
  { check: "prompt.known", asked: { prompt: "none login" } },
  { check: "prompt.known", asked: { prompt: "create" } },
  { check: "max_age.number", asked: { max_age: "10m" } },
  { check: "id_token_hint.valid", asked: { id_token_hint: "e30.e30.c2ln" } },
  { check: "claims.json", asked: { claims: "name email" } },
  { check: "claims.members", asked: { claims: '{"userinfo":{"name":1,"email":null},"id_token":[]}' } },
  { check: "claims.sub", asked: { claims: '{"userinfo":{"sub":{"value":7}},"id_token":{"name":null}}' } },
  { check: "acr.offered", asked: { claims: '{"id_token":{"acr":{"essential":true,"value":"9"}}}' } },
];

async function explained(provider: TestProvider, answer: Response): Promise<readonly TraceRow[]> {
  const reference = answer.headers.get("x-request-id") ?? "";
  const row = await provider.db.selectFrom("refusal").select("trace").where("reference", "=", reference)
    .executeTakeFirstOrThrow();
  return row.trace as readonly TraceRow[];
}

/** Makes a change as the developer or the operator would. */
async function make(
  provider: TestProvider,
  client: TestClient,
  url: URL,
  { change, id }: TraceRow,
): Promise<void> {
  assert(change, `${id} names no change`);
  if (change.where === "request") {
    for (const name of change.name.split(" ")) {
      const value = change.value === undefined ? url.searchParams.get(name) : change.value;
      url.searchParams.delete(name);
      if (value !== null) url.searchParams.set(name, value);
    }
    return;
  }
  if (change.name === "client_id") return url.searchParams.set("client_id", client.client_id);
  const store = { db: provider.db, tenant: "default" }, row = (await findClientRow(store, client.client_id))!;
  const metadata = { ...row.metadata, grant_types: ["authorization_code"], response_types: ["code"] };
  await amendClient(store, client.client_id, row.version, { ...row, metadata }, provider.time.now);
}

for (const { check, asked, tail = "", client: metadata } of wrong) {
  const told = tail || JSON.stringify(asked ?? metadata);
  Deno.test(`an authorization request that fails ${check} by ${told} succeeds with the changes that its explanation names`, async () => {
    const provider = await openProvider();
    await setPolicy(provider, {
      client_id_metadata_documents: true,
      response_types: ["code", "id_token"],
    });
    const client = await addClient(provider, metadata);
    const url = new URL(authorizeUrl(provider.issuer, client, asked).href + tail);
    const refused = await provider.send(url);
    const failed = (await explained(provider, refused)).filter((row) => !row.held);
    assertEquals(failed[0]?.id, check);
    for (const row of failed) await make(provider, client, url, row);
    const answer = await provider.send(url);
    assertEquals([answer.status, answer.headers.get("location")?.split("?")[0]], [
      303,
      `${provider.issuer}/login`,
    ]);
  });
}

Deno.test("every check of the authorization step tables is explained by a test", () => {
  const ids = [...pageChecks, ...redirectChecks].map(({ id }) => id);
  assertEquals(ids.filter((id) => !wrong.some(({ check }) => check === id)), []);
});
