/** The plan that leaves open how clients authenticate, with each way that certification knows. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { withOwnLatchkey } from "../../src/cli/own_latchkey.ts";
import { readConfig } from "../../src/conformance/config.ts";
import type { WireRequest } from "../../src/conformance/exchange.ts";
import { schedule } from "../../src/conformance/plan.ts";
import { comprehensive } from "../../src/conformance/plans/comprehensive.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import type { Stage } from "../../src/conformance/stage.ts";
import { obtainClient } from "../../src/conformance/steps/obtain_client.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { defaultVariant, type Variant, variantValues } from "../../src/conformance/variant.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { failuresIn } from "./failures.ts";
import { quietIo } from "./quiet_io.ts";

/** How a request to the token endpoint was authenticated, by what it holds (OpenID Connect Core section 9). */
function methodOf({ headers, body = "" }: WireRequest): Variant["client_auth_type"] {
  const fields = new URLSearchParams(body), assertion = fields.get("client_assertion");
  if (headers.authorization?.startsWith("Basic ")) return "client_secret_basic";
  if (fields.has("client_secret")) return "client_secret_post";
  if (assertion === null) return "none";
  const { alg } = JSON.parse(
    new TextDecoder().decode(Uint8Array.fromBase64(assertion.split(".")[0]!, { alphabet: "base64url" })),
  );
  return alg === "HS256" ? "client_secret_jwt" : "private_key_jwt";
}

const tokenRequests = ({ entries }: ModuleResult) =>
  entries.flatMap((entry) =>
    entry.kind === "exchange" && entry.exchange.request.url.endsWith("/oauth2/token")
      ? [entry.exchange.request]
      : []
  );

/** Signs in and refreshes against a Latchkey whose configured clients authenticate so, once for each of the variants. */
async function examine(
  authentication: Variant["client_auth_type"],
  variants: readonly Partial<Variant>[],
): Promise<readonly ModuleResult[]> {
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  let results: readonly ModuleResult[] = [];
  try {
    await withOwnLatchkey(quietIo(), receiver, async ({ issuer, config }) => {
      const planned = variants.flatMap((variant) => schedule(comprehensive, variant))
        .filter(({ module }) => module.id === "oidcc-refresh-token");
      const scriptBrowser = () => Promise.resolve({ why: "none is needed" });
      const scene = { issuer, config, receiver, send: transport.send, scriptBrowser, seed: 1 };
      results = await runModules(scene, planned, { side: 4, sleep, tell: () => {} });
      return 0;
    }, { authentication, furnish: copyDataDir });
  } finally {
    transport.close();
    await receiver.close();
  }
  assertEquals(results.length, variants.length);
  return results;
}

function assertAuthenticated(result: ModuleResult): void {
  assertEquals(result.verdict, "PASSED", failuresIn(result));
  const methods = tokenRequests(result).map(methodOf);
  assert(methods.length >= 4, `${methods.length} requests`);
  assertEquals(new Set(methods), new Set([result.planned.variant.client_auth_type]));
}

Deno.test("clients that register themselves are taken by every method of authentication (OpenID Connect Core section 9)", async () => {
  const variants = variantValues.client_auth_type.map((client_auth_type) => ({
    ...{ client_auth_type, client_registration: "dynamic_client" as const },
  }));
  for (const result of await examine("client_secret_basic", variants)) assertAuthenticated(result);
});

// Those with the secret itself are what the plans Basic and Form Post run with.
for (const client_auth_type of ["none", "client_secret_jwt", "private_key_jwt"] as const) {
  Deno.test(`clients registered beforehand are taken by ${client_auth_type} (OpenID Connect Core section 9)`, async () => {
    const variant = { client_auth_type, client_registration: "static_client" } as const;
    for (const result of await examine(client_auth_type, [variant])) assertAuthenticated(result);
  });
}

const jwk = { kty: "EC", crv: "P-256", x: "x", y: "y", d: "d", kid: "one", alg: "ES256" };

Deno.test("a configured client may have one private key, with kid and alg, and nothing else in its place", () => {
  const read = (client: object) => readConfig(JSON.stringify({ client: { client_id: "c", ...client } }));
  assert(!("faults" in read({ jwks: { keys: [jwk] } })));
  const { d: _, ...publicHalf } = jwk;
  const wrong: readonly (readonly [object, string])[] = [
    [{ jwks: { keys: [] } }, "client jwks keys has to be a list of one key"],
    [{ jwks: { keys: [jwk, jwk] } }, "client jwks keys has to be a list of one key"],
    [{ jwks: { keys: [publicHalf] } }, "client jwks keys has to be a private key with kid and alg"],
    [{ jwks: {} }, "client jwks lacks keys"],
  ];
  for (const [client, fault] of wrong) assertEquals<unknown>(read(client), { faults: [fault] });
});

Deno.test("a configured client has to have what its method of authentication takes", async () => {
  for (
    const [method, lacking] of [["private_key_jwt", "jwks"], ["client_secret_jwt", "client_secret"]] as const
  ) {
    const stage = {
      variant: { ...defaultVariant, client_registration: "static_client", client_auth_type: method },
      config: { server: {}, browser: [], variant: {}, client: { client_id: "c" } },
    } as unknown as Stage;
    const said = `The configuration has no ${lacking} of client, which ${method} takes`;
    await assertRejects(() => obtainClient(stage, {} as never), Error, said);
  }
});
