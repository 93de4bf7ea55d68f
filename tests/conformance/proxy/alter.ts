/** Alterations of what an issuer answers. */
import { readObject, type WireResponse } from "../../../src/conformance/exchange.ts";
import { claimsOf, type Part, type ProxyKey, signWith } from "./keys.ts";
import type { Alter, Place, Traffic } from "./traffic.ts";

/** Whether an exchange is one that is altered. */
export type When = (traffic: Traffic) => boolean;

/** Alters the answers from one place. */
export const at = (
  place: Place,
  change: (response: WireResponse, traffic: Traffic) => WireResponse | Promise<WireResponse>,
  when: When = () => true,
): Alter =>
async (traffic) => {
  const response = await traffic.pass();
  return traffic.place === place && when(traffic) ? await change(response, traffic) : response;
};

/** Another status. */
export const status = (place: Place, code: number, when?: When): Alter =>
  at(place, (response) => ({ ...response, status: code }), when);

/** Another header, or none. */
export const header = (place: Place, name: string, value: string | undefined, when?: When): Alter =>
  at(place, (response) => ({
    ...response,
    headers: [
      ...response.headers.filter(([found]) => found !== name),
      ...(value === undefined ? [] : [[name, value] as const]),
    ],
  }), when);

/** Another body. */
export const body = (place: Place, text: string, when?: When): Alter =>
  at(place, (response) => ({ ...response, body: text }), when);

/** Other members of a JSON object, of any status; undefined leaves a member out. */
export const members = (
  place: Place,
  change: (object: Part, traffic: Traffic) => Part | Promise<Part>,
  when?: When,
): Alter =>
  at(place, async (response, traffic) => {
    const object = readObject(response.body);
    if (!object) return response;
    return { ...response, body: JSON.stringify({ ...object, ...await change(object, traffic) }) };
  }, when);

/** Other metadata. */
export const metadata = (change: (document: Part) => Part): Alter => members("metadata", change);

/** Other published keys. */
export const changeKeys = (
  change: (keys: readonly Part[], traffic: Traffic) => readonly Part[],
  when?: When,
): Alter =>
  members("jwks_uri", ({ keys }, traffic) => ({ keys: change(keys as readonly Part[], traffic) }), when);

/** Whether a request is a refresh. */
export const refreshing: When = ({ request }) => request.body?.includes("grant_type=refresh_token") ?? false;

/** Requests at a place before this one. */
export const earlier = ({ before }: Traffic, place: Place) =>
  before.filter((passed) => passed.place === place);

/** Whether it is not the first request at its place. */
export const notFirst: When = (traffic) => earlier(traffic, traffic.place).length > 0;

/** The first answer at the token endpoint. */
export const firstTokens = (traffic: Traffic): WireResponse =>
  earlier(traffic, "token_endpoint")[0]!.response;

/** Other members of an answer of the token endpoint. */
export const tokens = (change: (answer: Part, traffic: Traffic) => Part, when?: When): Alter =>
  members("token_endpoint", change, when);

/** ID tokens with other claims, signed by the proxy's published key. */
export const idToken = (
  change: (claims: Part, traffic: Traffic) => Part,
  when?: When,
  { key = ({ keys }) => keys.rsa, header = {} }: {
    readonly key?: (traffic: Traffic) => ProxyKey;
    readonly header?: Part;
  } = {},
): Alter =>
  members("token_endpoint", async ({ id_token }, traffic) => {
    if (typeof id_token !== "string") return {};
    const claims = claimsOf(id_token);
    return { id_token: await signWith(key(traffic), { ...claims, ...change(claims, traffic) }, header) };
  }, when);

/** The claims of the first ID token that was handed out. */
export const firstClaims = (traffic: Traffic): Part =>
  claimsOf(String(readObject(firstTokens(traffic).body)!.id_token));

/** Other claims from userinfo. */
export const userinfo = (change: (claims: Part) => Part, when?: When): Alter =>
  members("userinfo_endpoint", change, when);
