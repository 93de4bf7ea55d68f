import { assert, assertEquals } from "@std/assert";
import { runChecks } from "../../src/protocol/check.ts";
import { recogniseClientAuthentication } from "../../src/protocol/client_authentication.ts";
import { clientChecks, type ClientFacts } from "../../src/protocol/client_checks.ts";
import { sampleClient } from "../domain/sample_client.ts";
import { type Asked, parametersOf } from "./sample_request.ts";

const header = `Basic ${btoa("c_example:secret")}`;
const publicClient = sampleClient({ token_endpoint_auth_method: "none" });
const posting = sampleClient({ token_endpoint_auth_method: "client_secret_post" });

/** The facts of a request in which the client, its method and its secret are right, but for what differs. */
function factsOf(
  authorization: string | undefined,
  asked: Asked,
  differing: Partial<ClientFacts> & { readonly client?: ClientFacts["client"] } = {},
): ClientFacts {
  const parameters = parametersOf(asked);
  const presented = recogniseClientAuthentication(authorization, parameters);
  return { parameters, presented, client: sampleClient(), secretHolds: true, ...differing };
}

const wrong: Readonly<Record<string, readonly ClientFacts[]>> = {
  "parameters.once": [
    factsOf(header, { code: ["a", "b"] }),
    factsOf(undefined, { client_id: ["c_example", "c_example"], client_secret: "s" }, { client: posting }),
  ],
  "client_authentication.one_method": [
    factsOf(header, { client_secret: "secret" }),
    factsOf(header, { client_secret: "secret" }, { client: posting }),
  ],
  "client_authentication.readable": [
    factsOf(undefined, {}),
    factsOf("Bearer abc", {}),
    factsOf("Basic ###", {}),
    factsOf(header, { client_id: "another" }),
  ],
  "client.known": [
    factsOf(header, {}, { client: undefined }),
    factsOf(undefined, { client_id: "c_unknown" }, { client: undefined, secretHolds: false }),
  ],
  "client.method": [
    factsOf(header, {}, { client: publicClient }),
    factsOf(header, {}, { client: posting }),
    factsOf(undefined, { client_id: "c_example", client_secret: "secret" }),
    factsOf(undefined, { client_id: "c_example", client_secret: "secret" }, { client: publicClient }),
    factsOf(undefined, { client_id: "c_example" }, { secretHolds: false }),
  ],
  "client.secret": [
    factsOf(header, {}, { secretHolds: false }),
    factsOf(undefined, { client_id: "c_example", client_secret: "x" }, {
      client: posting,
      secretHolds: false,
    }),
  ],
};

Deno.test("a client is authenticated by the method that it is registered for (OpenID Connect Core section 9)", () => {
  const asked = { client_id: "c_example" };
  assert(runChecks(clientChecks, factsOf(header, {})).ok);
  assert(runChecks(clientChecks, factsOf(header, asked)).ok);
  assert(
    runChecks(clientChecks, factsOf(undefined, { ...asked, client_secret: "s" }, { client: posting })).ok,
  );
  assert(runChecks(clientChecks, factsOf(undefined, asked, { client: publicClient, secretHolds: false })).ok);
});

for (const [id, requests] of Object.entries(wrong)) {
  const { section, error } = clientChecks.find((check) => check.id === id)!;
  Deno.test(`a request is refused for ${id} (${section})`, () => {
    for (const facts of requests) {
      const judged = runChecks(clientChecks, facts);
      assert(!judged.ok);
      assertEquals([judged.error.why, judged.error.code], [id, error]);
    }
  });
}

Deno.test("every check of a client has a request that fails it", () => {
  assertEquals(Object.keys(wrong), clientChecks.map(({ id }) => id));
});

Deno.test("an unknown client, a wrong method and a wrong secret are told in the same words (RFC 6749 section 5.2)", () => {
  const told = ["client.known", "client.method", "client.secret"].flatMap((id) => wrong[id]!).map((facts) => {
    const judged = runChecks(clientChecks, facts);
    assert(!judged.ok);
    return `${judged.error.code}: ${judged.error.description}`;
  });
  assertEquals([...new Set(told)], ["invalid_client: Client authentication failed"]);
});

Deno.test("no trace of a refused client holds a secret", () => {
  const asked = { client_id: "c_example", client_secret: "hunter2secret", code: ["code-1", "code-2"] };
  for (const secretHolds of [true, false]) {
    for (const client of [undefined, publicClient, posting, sampleClient()]) {
      for (
        const authorization of [undefined, `Basic ${btoa("c_example:hunter2secret")}`, "Basic hunter2secret"]
      ) {
        const judged = runChecks(clientChecks, factsOf(authorization, asked, { client, secretHolds }));
        assert(!judged.ok && !/hunter2|code-[12]/.test(JSON.stringify(judged)));
      }
    }
  }
});
