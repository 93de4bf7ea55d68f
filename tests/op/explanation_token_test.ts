import { assert, assertEquals } from "@std/assert";
import { clientChecks } from "../../src/protocol/client/client_checks.ts";
import { tokenChecks } from "../../src/protocol/token/token_checks.ts";
import type { TraceRow } from "../../src/protocol/trace.ts";
import { amendClient, findClientRow, moveClient } from "../../src/store/clients.ts";
import { authorizeAs, codeIn, pkce } from "../support/flow.ts";
import {
  addClient,
  addPerson,
  openProvider,
  type TestClient,
  type TestProvider,
} from "../support/provider.ts";

/** A token request as it goes out. */
interface Sent {
  fields: Record<string, string>;
  tail: string;
  basic: string | undefined;
}

/** A request that fails one check: how a good one is spoilt, and how its sender follows what only the sender knows. */
interface Wrong {
  readonly check: string;
  readonly by: string;
  readonly spoil: (sent: Sent, client: TestClient, provider: TestProvider) => void | Promise<void>;
  readonly follow?: (sent: Sent, client: TestClient, provider: TestProvider) => void | Promise<void>;
  /** What the change has to say. */
  readonly says?: RegExp;
}

const basicOf = ({ client_id, client_secret }: TestClient, secret = client_secret) =>
  `Basic ${btoa(`${client_id}:${secret}`)}`;
const authenticate: Wrong["follow"] = (sent, client) => {
  sent.basic = basicOf(client);
};

const wrong: readonly Wrong[] = [
  {
    check: "parameters.once",
    by: "sending grant_type twice",
    spoil: (sent) => void (sent.tail = "&grant_type=x"),
    follow: (sent) => void (sent.tail = ""),
  },
  {
    check: "client_authentication.one_method",
    by: "sending the secret in header and body",
    spoil: (sent, client) => void (sent.fields.client_secret = client.client_secret),
  },
  {
    check: "client_authentication.readable",
    by: "sending a Bearer header",
    spoil: (sent) => void (sent.basic = "Bearer x"),
    follow: authenticate,
  },
  {
    check: "client_authentication.readable",
    by: "sending no credentials",
    spoil: (sent) => void (sent.basic = undefined),
    follow: authenticate,
  },
  {
    check: "client.known",
    by: "being disabled",
    spoil: (_, { client_id }, { db, time }) =>
      moveClient({ db, tenant: "default" }, client_id, "disable", time.now).then(() => {}),
    follow: (_, { client_id }, { db, time }) =>
      moveClient({ db, tenant: "default" }, client_id, "enable", time.now).then(() => {}),
  },
  {
    check: "client.method",
    by: "sending the secret in the body",
    spoil: (sent, client) => {
      sent.basic = undefined;
      Object.assign(sent.fields, { client_id: client.client_id, client_secret: client.client_secret });
    },
    follow: (sent, client) => {
      sent.basic = basicOf(client);
      delete sent.fields.client_secret;
    },
    says: /client_secret_basic/,
  },
  {
    check: "client.secret",
    by: "another secret",
    spoil: (sent, client) => void (sent.basic = basicOf(client, "guess")),
    follow: authenticate,
    says: /rotate-secret/,
  },
  {
    check: "client.secret",
    by: "a secret encoded twice",
    spoil: (sent, client) =>
      void (sent.basic = basicOf(client, encodeURIComponent(client.client_secret.replaceAll("_", "%5F")))),
    follow: authenticate,
    says: /URL-encoded/,
  },
  {
    check: "client.secret",
    by: "white space around the secret",
    spoil: (sent, client) => void (sent.basic = basicOf(client, `${client.client_secret}\n`)),
    follow: authenticate,
    says: /white space/,
  },
  { check: "grant_type.present", by: "no grant_type", spoil: (sent) => void delete sent.fields.grant_type },
  {
    check: "grant_type.supported",
    by: "a misspelt grant_type",
    spoil: (sent) => void (sent.fields.grant_type = "authorisation_code"),
  },
  {
    check: "grant_type.allowed",
    by: "a client without the grant type",
    spoil: (_, client, provider) => grantTypes(provider, client, ["refresh_token"]),
    follow: (_, client, provider) => grantTypes(provider, client, ["refresh_token", "authorization_code"]),
  },
  {
    check: "grant.parameters",
    by: "no code",
    spoil: (sent) => void (sent.fields.kept = sent.fields.code!, delete sent.fields.code),
    follow: (sent) => void (sent.fields.code = sent.fields.kept!),
  },
  {
    check: "authorization_code.other_redirect_uri",
    by: "another redirect_uri",
    spoil: (sent) => void (sent.fields.redirect_uri = "https://app.example/other"),
  },
  {
    check: "authorization_code.other_redirect_uri",
    by: "no redirect_uri",
    spoil: (sent) => void delete sent.fields.redirect_uri,
  },
  {
    check: "authorization_code.wrong_verifier",
    by: "another verifier",
    spoil: (sent) => void (sent.fields.code_verifier = "x".repeat(43)),
    follow: (sent) => void (sent.fields.code_verifier = pkce.verifier),
  },
  {
    check: "authorization_code.wrong_verifier",
    by: "no verifier",
    spoil: (sent) => void delete sent.fields.code_verifier,
    follow: (sent) => void (sent.fields.code_verifier = pkce.verifier),
  },
  {
    check: "authorization_code.unknown",
    by: "a code that was cut off",
    spoil: (sent) =>
      void (sent.fields.kept = sent.fields.code!, sent.fields.code = sent.fields.code!.slice(0, -4)),
    follow: (sent) => void (sent.fields.code = sent.fields.kept!),
  },
  {
    check: "authorization_code.expired",
    by: "a clock ten minutes late",
    spoil: (_, __, { time }) => void (time.now += 600),
    follow: (_, __, { time }) => void (time.now -= 600),
    says: /clock/,
  },
];

async function grantTypes(
  { db, time }: TestProvider,
  { client_id }: TestClient,
  grant_types: readonly string[],
) {
  const store = { db, tenant: "default" }, row = (await findClientRow(store, client_id))!;
  await amendClient(
    store,
    client_id,
    row.version,
    { ...row, metadata: { ...row.metadata, grant_types } },
    time.now,
  );
}

function send({ send }: TestProvider, { fields, tail, basic }: Sent): Promise<Response> {
  const headers = new Headers({ "content-type": "application/x-www-form-urlencoded" });
  if (basic !== undefined) headers.set("authorization", basic);
  return send("/oauth2/token", {
    method: "POST",
    body: new URLSearchParams(fields).toString() + tail,
    headers,
  });
}

for (const { check, by, spoil, follow, says } of wrong) {
  Deno.test(`a token request that fails ${check} by ${by} succeeds with the change that its explanation names`, async () => {
    const provider = await openProvider();
    const client = await addClient(provider), person = await addPerson(provider);
    const code = codeIn(await authorizeAs(provider, client, person));
    const fields = {
      grant_type: "authorization_code",
      code,
      redirect_uri: client.redirect_uri,
      code_verifier: pkce.verifier,
    };
    const sent: Sent = { fields, tail: "", basic: basicOf(client) };
    await spoil(sent, client, provider);
    const refused = await send(provider, sent);
    assert(refused.status >= 400, `${refused.status}`);
    const { trace } = await provider.db.selectFrom("refusal").select("trace")
      .where("reference", "=", refused.headers.get("x-request-id")!).executeTakeFirstOrThrow();
    const failed = (trace as readonly TraceRow[]).filter((row) => !row.held);
    assertEquals(failed[0]?.id, check);
    if (says) assert(says.test(failed[0]?.change?.says ?? ""), failed[0]?.change?.says);
    for (const { change } of failed) {
      if (change?.where !== "request" || change.value === undefined) continue;
      if (change.value === null) delete sent.fields[change.name];
      else if (change.name !== "token_endpoint_auth_method") sent.fields[change.name] = change.value;
    }
    await follow?.(sent, client, provider);
    assertEquals((await send(provider, sent)).status, 200);
  });
}

Deno.test("every check of the token step tables is explained by a test, those of assertions in client_assertion_test.ts", () => {
  const ids = [...clientChecks, ...tokenChecks].map(({ id }) => id)
    .filter((id) => !id.startsWith("client_assertion."));
  assertEquals(ids.filter((id) => !wrong.some(({ check }) => check === id)), []);
});
