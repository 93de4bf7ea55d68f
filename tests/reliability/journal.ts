/** What clients wrote down of the answers that they got, and so what has to hold whatever happens to the server. */
import { assert, assertEquals } from "@std/assert";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { introspect, post, redeem, refresh } from "../support/flow.ts";
import type { Send, TestClient } from "../support/provider.ts";
import { authorizedCode, issuer, type Scene } from "./scene.ts";
import type { Traffic } from "./traffic.ts";

/** One refresh token after another. */
interface Chain {
  /** The one that was answered last. */
  current: string;
  readonly rotated: string[];
}

/** A code that was redeemed. */
interface Spent {
  readonly code: string;
  readonly accessToken: string;
}

export interface Journal {
  /** Access tokens that were answered and live for longer than any test, with the client that they belong to. */
  readonly tokens: Map<string, TestClient>;
  readonly chains: readonly Chain[];
  readonly spent: Spent[];
  /** The published keys, as they were sent. */
  readonly keys: string;
}

/** The kinds of requests whose answers are written down. */
export const written = ["token", "refresh", "redeem"];

const publishedKeys = async (send: Send) => await (await send("/oauth2/jwks.json")).text();

/** Starts a journal, with some chains of refresh tokens. */
export async function openJournal(send: Send, scene: Scene, browser: TestBrowser): Promise<Journal> {
  const chains: Chain[] = [];
  for (let count = 0; count < 3; count++) {
    const { refresh_token } = await redeem(send, scene.app, await authorizedCode(scene, browser));
    chains.push({ current: refresh_token!, rotated: [] });
  }
  return { tokens: new Map(), chains, spent: [], keys: await publishedKeys(send) };
}

/** Sets clients to work that write down what they are answered. */
export function write({ as, work }: Traffic, { service, app, ...scene }: Scene, journal: Journal): void {
  const fields = { grant_type: "client_credentials" };
  for (let count = 0; count < 3; count++) {
    work(async () => {
      const answer = await post(as("token", "program"), "/oauth2/token", fields, service);
      journal.tokens.set((await answer.json()).access_token, service);
    });
  }
  // Where the answer is lost, the same token is shown again, and has to be taken.
  for (const chain of journal.chains) {
    work(async () => {
      const { access_token, refresh_token } = await refresh(as("refresh", "program"), app, chain.current);
      journal.tokens.set(access_token!, app);
      chain.rotated.push(chain.current);
      chain.current = refresh_token!;
    });
  }
  const browser = openBrowser(issuer, as("sign-in page", "person"));
  work(async () => {
    const code = await authorizedCode({ service, app, ...scene }, browser);
    const { access_token } = await redeem(as("redeem", "program"), app, code);
    journal.spent.push({ code, accessToken: access_token! });
  });
}

/** Does something for each of many, eight at a time. */
async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const drain = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, drain));
}

/** Asserts that everything stands as it was answered: each token counts, no rotated one does, and the keys are the same. */
export async function checkJournal(send: Send, { app }: Scene, journal: Journal): Promise<void> {
  const isActive = async (client: TestClient, token: string) =>
    (await introspect(send, client, token)).active as unknown as boolean;
  assertEquals(await publishedKeys(send), journal.keys, "the keys have changed");
  await each(journal.tokens, async ([token, client]) => {
    assert(await isActive(client, token), "an access token that was answered is lost");
  });
  await each(journal.spent, async ({ accessToken }) => {
    assert(await isActive(app, accessToken), "an access token that was answered for a code is lost");
  });
  for (const { current, rotated } of journal.chains) {
    assert(await isActive(app, current), "a refresh token that was answered is lost");
    await each(rotated, async (token) => {
      assert(!await isActive(app, token), "a refresh token that was rotated counts again");
    });
  }
}

/**
 * Asserts that nothing can be spent twice: no code that was redeemed, no refresh token that was rotated. The attempts
 * also end what codes and tokens have led to, so nothing of the journal is of use afterwards.
 */
export async function spendAgain(send: Send, { app }: Scene, { chains, spent }: Journal): Promise<void> {
  await each(spent, async ({ code }) => {
    const again = await redeem(send, app, code);
    assertEquals([again.status, again.error], [400, "invalid_grant"], "a redeemed code is redeemed again");
  });
  for (const { current, rotated } of chains) {
    const [oldest] = rotated;
    if (oldest === undefined) continue;
    const again = await refresh(send, app, oldest);
    assertEquals([again.status, again.error], [400, "invalid_grant"], "a rotated token is taken again");
    assertEquals((await introspect(send, app, current)).active as unknown, false);
  }
}
