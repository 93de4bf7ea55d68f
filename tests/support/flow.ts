/** The steps of the code flow, as a client and a person take them. */
import { assertEquals } from "@std/assert";
import { sha256 } from "../../src/crypto/digest.ts";
import { openBrowser, type TestBrowser, type Visit } from "./browser.ts";
import type { Send, TestClient, TestPerson } from "./provider.ts";

/** A verifier of the least length, and its challenge. */
export const pkce: { readonly verifier: string; readonly challenge: string } = {
  verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  challenge: sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
};

/** The parameters of an authorization request; undefined ones are left out. */
export type Asked = Readonly<Record<string, string | undefined>>;

/** The address of an authorization request. */
export function authorizeUrl(issuer: string, client: TestClient, asked: Asked = {}): URL {
  const url = new URL(`${issuer}/oauth2/authorize`);
  const parameters: Asked = {
    response_type: "code",
    client_id: client.client_id,
    redirect_uri: client.redirect_uri,
    scope: "openid",
    state: "some-state",
    nonce: "some-nonce",
    code_challenge: pkce.challenge,
    code_challenge_method: "S256",
    ...asked,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

/** What a page asks a person for. */
export function askedOn({ html }: Visit): "login" | "account" | "consent" | "nothing" {
  if (html.includes('name="password"')) return "login";
  if (html.includes('name="session"')) return "account";
  return html.includes('value="allow"') ? "consent" : "nothing";
}

/** The parameters that a visit brought to the client's redirect URI, in its fragment or query. */
export function answerIn({ url }: Visit): Readonly<Record<string, string>> {
  const { hash, searchParams } = new URL(url);
  return Object.fromEntries(hash ? new URLSearchParams(hash.slice(1)) : searchParams);
}

/** Where things happen. */
export interface Place {
  readonly issuer: string;
  readonly send: Send;
}

/** Signs a person in on the page that a visit came to. */
export const signIn = (
  browser: TestBrowser,
  page: Visit,
  { username, password }: TestPerson,
): Promise<Visit> => browser.submit(page, { username, password });

/** Takes a person through an authorization request: signs in and allows where asked. @returns the client's address with the answer. */
export async function authorizeAs(
  { issuer, send }: Place,
  client: TestClient,
  person: TestPerson,
  { asked = {}, browser = openBrowser(issuer, send) }: {
    readonly asked?: Asked;
    readonly browser?: TestBrowser;
  } = {},
): Promise<URL> {
  let visit = await browser.open(authorizeUrl(issuer, client, asked));
  if (visit.url.includes("/login")) visit = await signIn(browser, visit, person);
  if (visit.url.includes("/consent")) visit = await browser.submit(visit, { decision: "allow" });
  assertEquals([visit.status, visit.html], [303, ""], visit.url);
  return new URL(visit.url);
}

/** The code in a client's address. */
export const codeIn = (address: URL): string => address.searchParams.get("code") ?? "";

/** Takes a person through an authorization request and redeems the code. */
export async function tokensFor(
  place: Place,
  client: TestClient,
  person: TestPerson,
  options: { readonly asked?: Asked; readonly browser?: TestBrowser } = {},
): Promise<Answer> {
  return await redeem(place.send, client, codeIn(await authorizeAs(place, client, person, options)));
}

/** Posts a form to an endpoint, as the client by its own method. */
export function post(
  send: Send,
  path: string,
  fields: Readonly<Record<string, string>>,
  client?: TestClient,
): Promise<Response> {
  const headers = new Headers({ "content-type": "application/x-www-form-urlencoded" });
  const body = new URLSearchParams(fields), { method = "client_secret_basic" } = client ?? {};
  if (client && method === "client_secret_basic") {
    headers.set("authorization", `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`);
  } else if (client) {
    body.set("client_id", client.client_id);
    if (method === "client_secret_post") body.set("client_secret", client.client_secret);
  }
  return send(path, { method: "POST", body: body.toString(), headers });
}

/** A token response, or an error, as JSON. */
export type Answer = Readonly<Record<string, string>> & {
  readonly status: number;
  readonly expires_in: number;
};

/** Reads a JSON answer. */
export async function answerOf(response: Response): Promise<Answer> {
  return { ...await response.json(), status: response.status };
}

/** Redeems a code. */
export const redeem = async (
  send: Send,
  client: TestClient,
  code: string,
  more: Readonly<Record<string, string>> = {},
) =>
  answerOf(
    await post(send, "/oauth2/token", {
      grant_type: "authorization_code",
      code,
      redirect_uri: client.redirect_uri,
      code_verifier: pkce.verifier,
      ...more,
    }, client),
  );

/** Refreshes. */
export const refresh = async (
  send: Send,
  client: TestClient,
  refresh_token: string,
  more: Readonly<Record<string, string>> = {},
) =>
  answerOf(
    await post(send, "/oauth2/token", { grant_type: "refresh_token", refresh_token, ...more }, client),
  );

/** The status of userinfo for an access token. */
export async function userinfoStatus(send: Send, access_token: string): Promise<number> {
  const response = await send("/oauth2/userinfo", { headers: { authorization: `Bearer ${access_token}` } });
  await response.body?.cancel();
  return response.status;
}

/** Introspects a token as a client. */
export const introspect = async (send: Send, client: TestClient, token: string) =>
  answerOf(await post(send, "/oauth2/introspect", { token }, client));
