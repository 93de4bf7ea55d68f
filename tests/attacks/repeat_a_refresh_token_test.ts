// An attacker holds a refresh token that its client has just rotated, and tries to be given the answer again.
import { assertEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { eraseAccount } from "../../src/store/accounts.ts";
import { moveClient } from "../../src/store/clients.ts";
import { endSessionsOfAccount } from "../../src/store/sessions.ts";
import { post, refresh, tokensFor, userinfoStatus } from "../support/flow.ts";
import {
  addClient,
  addPerson,
  lastRefusal,
  openProvider,
  storeOf,
  type TestClient,
  type TestPerson,
} from "../support/provider.ts";

const provider = await openProvider();
const { send, time } = provider, store = storeOf(provider);
const thief = await addClient(provider, {}, { session_refresh_tokens: true });

/** A rotation whose answer the attacker wants. */
interface Rotation {
  readonly client: TestClient;
  readonly person: TestPerson;
  readonly old: string;
  readonly fresh: string;
  readonly access: string;
}

let people = 0;

async function rotation(): Promise<Rotation> {
  const client = await addClient(provider, {}, { first_party: true, session_refresh_tokens: true });
  const person = await addPerson(provider, `person-${++people}`);
  const asked = { scope: "openid email" };
  const { refresh_token: old = "" } = await tokensFor(provider, client, person, { asked });
  const { refresh_token: fresh = "", access_token: access = "" } = await refresh(send, client, old);
  return { client, person, old, fresh, access };
}

interface Attempt {
  /** What happened before, if anything. */
  readonly before?: (rotation: Rotation) => Promise<unknown> | unknown;
  readonly by?: (rotation: Rotation) => TestClient;
  readonly scope?: string;
  readonly why: string;
  /** Whether the honest client's tokens outlive the attempt. */
  readonly lives: boolean;
}

const attempts: Readonly<Record<string, Attempt>> = {
  "as another client": { by: () => thief, why: "refresh_token.other_client", lives: true },
  "as its client without the secret": {
    by: ({ client }) => ({ ...client, method: "none" }),
    why: "client.method",
    lives: true,
  },
  "for fewer scopes": { scope: "openid", why: "refresh_token.other_request", lives: true },
  "for more scopes": { scope: "openid email profile", why: "refresh_token.other_request", lives: true },
  "after its successor was used": {
    before: ({ client, fresh }) => refresh(send, client, fresh),
    why: "refresh_token.replayed",
    lives: false,
  },
  "after its window": {
    before: () => time.now += lifetimes.refresh_repeat_window.default,
    why: "refresh_token.grace_over",
    lives: false,
  },
  "after the person signed out": {
    before: ({ person }) => endSessionsOfAccount(store, person.sub, "signed_out", time.now),
    why: "token_family.unusable",
    lives: false,
  },
  "after the account was erased": {
    before: ({ person }) => eraseAccount(store, person.sub, time.now),
    why: "token_family.unusable",
    lives: false,
  },
  "after its successor was revoked": {
    before: ({ client, fresh }) => post(send, "/oauth2/revoke", { token: fresh }, client),
    why: "refresh_token.revoked",
    lives: false,
  },
  "after the client was disabled": {
    before: ({ client }) => moveClient(store, client.client_id, "disable", time.now),
    why: "client.known",
    lives: false,
  },
};

for (
  const [how, { before, by = ({ client }: Rotation) => client, scope, why, lives }] of Object.entries(
    attempts,
  )
) {
  Deno.test(`a rotated refresh token shown ${how} is refused as ${why} (RFC 9700 section 4.14.2)`, async () => {
    const made = await rotation();
    await before?.(made);
    const refused = await refresh(send, by(made), made.old, scope === undefined ? {} : { scope });
    assertEquals([refused.status >= 400, refused.access_token, refused.refresh_token], [
      true,
      undefined,
      undefined,
    ]);
    assertEquals(lastRefusal(provider), why);
    assertEquals(await userinfoStatus(send, made.access), lives ? 200 : 401);
    if (lives) assertEquals((await refresh(send, made.client, made.fresh)).status, 200);
  });
}
