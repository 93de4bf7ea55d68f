import { err, ok, type Result } from "../../domain/result.ts";
import type { Parameters } from "../parameters.ts";
import { type Quirk, quirkOf } from "./upstream_quirk.ts";

/** Credentials of OAuth 1.0a: what names them, and the secret that goes with it. */
export interface Oauth1Credentials {
  readonly token: string;
  readonly token_secret: string;
}

/** What an answer with credentials lacks. */
export type CredentialsFault = "no_token" | "no_token_secret" | "repeated";

/** Characters that either of them may have. */
const longest = 4096;

const textIn = (body: Uint8Array) => new TextDecoder().decode(body).trim();
const formIn = (body: Uint8Array) => new URLSearchParams(textIn(body));

/** Reads token credentials (RFC 5849 section 2.3). A server may send more with them. */
export function readTokenCredentials(body: Uint8Array): Result<Oauth1Credentials, CredentialsFault> {
  const form = formIn(body), tokens = form.getAll("oauth_token"), secrets = form.getAll("oauth_token_secret");
  if (tokens.length > 1 || secrets.length > 1) return err("repeated");
  const [token = ""] = tokens, [token_secret] = secrets;
  if (token === "" || token.length > longest) return err("no_token");
  return token_secret === undefined || token_secret.length > longest
    ? err("no_token_secret")
    : ok({ token, token_secret });
}

/**
 * Reads temporary credentials (RFC 5849 section 2.1).
 *
 * @returns err `not_confirmed`: the server speaks the original OAuth 1.0, in which nothing shows that who comes back is
 * who agreed (OAuth Security Advisory 2009.1).
 */
export function readTemporaryCredentials(
  body: Uint8Array,
): Result<Oauth1Credentials, CredentialsFault | "not_confirmed"> {
  const credentials = readTokenCredentials(body), confirmed = formIn(body).getAll("oauth_callback_confirmed");
  return credentials.ok && (confirmed.length !== 1 || confirmed[0] !== "true")
    ? err("not_confirmed")
    : credentials;
}

/** Problems that servers name and an operator or a person can do something about. */
const oauth1Problems = [
  "timestamp_refused",
  "signature_invalid",
  "signature_method_rejected",
  "consumer_key_unknown",
  "consumer_key_rejected",
  "permission_denied",
  "callback_rejected",
] as const;
export type Oauth1Problem = typeof oauth1Problems[number];

/** Problems that stand for a person who did not go through with it. */
const declinedProblems: readonly (string | undefined)[] = ["permission_denied", "user_refused"];

/** What came back with a person, as far as it says whether they went through with it. */
export interface Oauth1Return {
  readonly oauth_verifier: string | undefined;
  readonly denied: string | undefined;
  readonly parameters: Parameters;
}

/**
 * Whether somebody came back who did not go through with it. RFC 5849 section 2.2 does not say how that is told: X sends
 * `denied`, others name a problem.
 */
export const hasDeclined = (
  { oauth_verifier, denied, parameters }: Oauth1Return,
  quirks: readonly Quirk[],
): boolean =>
  denied !== undefined || declinedProblems.includes(parameters.get("oauth_problem")?.[0]) ||
  oauth_verifier !== undefined && oauth_verifier === quirkOf(quirks, "declined_verifier")?.verifier;

/** What X answers in place of a name. */
const codesOfX: Readonly<Record<string, Oauth1Problem>> = {
  32: "signature_invalid",
  135: "timestamp_refused",
  415: "callback_rejected",
};

/**
 * Why a server refused a signed request, where it says so: in a parameter `oauth_problem` of its body or its challenge
 * (OAuth Problem Reporting extension), or by a code of X's. RFC 5849 section 3.2 names a status alone.
 */
export function oauth1Problem(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
): Oauth1Problem | undefined {
  const challenged = /\boauth_problem="?([a-z_]+)/.exec(headers["www-authenticate"] ?? "")?.[1];
  const said = formIn(body).get("oauth_problem") ?? challenged;
  // X says it as JSON or as XML, as it likes.
  const [, inJson, inXml] = /"errors":\s*\[\s*\{\s*"code":\s*(\d+)|<error code="(\d+)"/.exec(textIn(body)) ??
    [];
  return oauth1Problems.find((problem) => problem === said) ?? codesOfX[inJson ?? inXml ?? ""];
}
