/** Who takes part in the tests of reliability: a service, an application, and a person who is signed in to it. */
import type { TestBrowser } from "../support/browser.ts";
import { authorizeAs, codeIn } from "../support/flow.ts";
import type { Send, TestClient, TestPerson } from "../support/provider.ts";
import { registerClient, registerPerson, type TestServer } from "../support/server.ts";

/** The issuer of servers that are started again on other ports. */
export const issuer = "http://localhost:8080";

/** A server whose issuer stays the same from start to start. */
export const sameIssuer: Readonly<Record<string, string>> = { LATCHKEY_ISSUER: issuer, LATCHKEY_LOG: "json" };

/** Who takes part. */
export interface Scene {
  /** Gets opaque tokens for itself. */
  readonly service: TestClient;
  /** Gets opaque tokens and refresh tokens for people. */
  readonly app: TestClient;
  readonly person: TestPerson;
}

/** Sends requests for the issuer to wherever the server listens. */
export const sendTo = (server: () => TestServer): Send => (address, init) => {
  const { pathname, search } = new URL(address, issuer);
  return server().send(pathname + search, init);
};

/** Registers everybody at a server. */
export async function openScene(server: TestServer): Promise<Scene> {
  const opaque = { access_token_format: "opaque" };
  const service = await registerClient(server, {
    ...opaque,
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
  });
  return { service, app: await registerClient(server, opaque), person: await registerPerson(server) };
}

/** Takes a browser through the code flow; it signs the person in where nobody is yet. @returns the code. */
export const authorizedCode = async ({ app, person }: Scene, browser: TestBrowser): Promise<string> => {
  const place = { issuer, send: unused }, asked = { scope: "openid offline_access" };
  return codeIn(await authorizeAs(place, app, person, { asked, browser }));
};

/** A browser has its own way to send. */
const unused: Send = () => Promise.reject(new Error("nothing but the browser sends"));
