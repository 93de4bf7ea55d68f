import {
  grantTypesOf,
  type Issue,
  issuesOf,
  mayRespond,
  responseTypeName,
  tenantResponseTypes,
} from "../domain/response_type.ts";
import { allowedScopes, isScopeList, parseScope, sortScopes } from "../domain/scope.ts";
import { requiresPkce } from "../domain/tenant_policy.ts";
import type { ClientMetadata } from "../domain/client_metadata.ts";
import type { AuthorizationFacts } from "./authorization_facts.ts";
import type { Check, Mend } from "./check.ts";
import { claimsChecks } from "./claims_checks.ts";
import { sending, sendingOnce } from "./mend.ts";
import { authorizationParameters, parameter, type ParameterName, repeatedParameters } from "./parameters.ts";
import { carried, longest, tooLong } from "./parameter_lengths.ts";
import { codeChallengeMethods, isCodeChallenge } from "./pkce.ts";
import { modesOf, responseModes } from "./response_mode.ts";

type Row = Check<AuthorizationFacts>;

const value = (facts: AuthorizationFacts, name: ParameterName) => parameter(facts.parameters, name);
const said = (name: ParameterName) => (facts: AuthorizationFacts) => value(facts, name) ?? "nothing";
const repeated = (facts: AuthorizationFacts) => repeatedParameters(facts.parameters, authorizationParameters);

/** The request from a client whose record has these members too. */
function registeringFor(
  facts: AuthorizationFacts,
  members: Partial<ClientMetadata>,
  says: string,
): Mend<AuthorizationFacts> {
  const client = facts.client && { ...facts.client, metadata: { ...facts.client.metadata, ...members } };
  return {
    facts: { ...facts, client },
    change: { where: "client", name: Object.keys(members).join(" "), says },
  };
}

/** Whether the response carries something. */
const issues = (facts: AuthorizationFacts, issue: Issue) =>
  (issuesOf(value(facts, "response_type") ?? "") ?? []).includes(issue);

const prompts = ["login", "consent", "select_account"];

/** A challenge of the right form; the client makes its own from its verifier. */
const exampleChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** A nonce of the right form; the client makes its own. */
const exampleNonce = "n-0S6_WzA2Mj";

const values = (facts: AuthorizationFacts, name: ParameterName) =>
  (value(facts, name) ?? "").split(" ").filter((part) => part !== "");

/** Once client and redirect URI are proven, a refusal goes to the client, in the order in which its developer would want to know. */
export const redirectChecks: readonly Row[] = [
  {
    id: "parameters.once",
    section: "RFC 6749 section 3.1",
    error: "invalid_request",
    description: (facts) => `A parameter may occur once: ${repeated(facts).join(", ")}`,
    expected: () => "Each parameter at most once",
    received: (facts) => `Repeated: ${repeated(facts).join(", ")}`,
    holds: (facts) => repeated(facts).length === 0,
    mend: (facts) => sendingOnce(facts, repeated(facts)),
  },
  {
    id: "parameters.length",
    section: "RFC 6749 section 10",
    error: "invalid_request",
    description: (facts) =>
      `A parameter is too long: ${
        tooLong(facts).map((name) => `${name}, at most ${longest(name)} characters`)
      }`,
    expected: () => `At most ${carried.map((name) => `${longest(name)} characters of ${name}`).join(", ")}`,
    received: (facts) => `More in: ${tooLong(facts).join(", ")}`,
    holds: (facts) => tooLong(facts).length === 0,
    mend: (facts) => sending(facts, tooLong(facts)[0]!, null),
  },
  {
    id: "registration.unsupported",
    section: "OpenID Connect Core section 3.1.2.6",
    error: "registration_not_supported",
    description: "The parameter registration is not supported",
    expected: () => "No registration",
    received: () => "One",
    holds: (facts) => value(facts, "registration") === undefined,
    mend: (facts) => sending(facts, "registration", null),
  },
  {
    id: "response_type.present",
    section: "RFC 6749 section 4.1.1",
    error: "invalid_request",
    description: "The parameter response_type is missing",
    expected: () => "A response_type",
    received: () => "None",
    holds: (facts) => value(facts, "response_type") !== undefined,
    mend: (facts) => sending(facts, "response_type", "code"),
  },
  {
    id: "response_type.supported",
    section: "RFC 6749 section 4.1.2.1",
    error: "unsupported_response_type",
    description: "The response_type is not supported",
    expected: ({ policy }) => tenantResponseTypes(policy).join(", "),
    received: said("response_type"),
    holds: (facts) =>
      tenantResponseTypes(facts.policy).includes(responseTypeName(value(facts, "response_type") ?? "")),
    mend: (facts) => sending(facts, "response_type", tenantResponseTypes(facts.policy)[0]!),
  },
  {
    id: "response_type.allowed",
    section: "OpenID Connect Dynamic Client Registration section 2",
    error: "unauthorized_client",
    description: "This client is not registered for the response_type",
    expected: (facts) =>
      `One of the client's response_types: ${facts.client?.metadata.response_types.join(", ")}`,
    received: said("response_type"),
    holds: (facts) => mayRespond(facts.client!, facts.policy, value(facts, "response_type") ?? ""),
    mend: (facts) => {
      const { grant_types, response_types } = facts.client!.metadata;
      const name = responseTypeName(value(facts, "response_type")!),
        grants = grantTypesOf(issuesOf(name) ?? []);
      return registeringFor(facts, {
        grant_types: [...new Set([...grant_types, ...grants])],
        response_types: [...new Set([...response_types, name])],
      }, `Register the client for the response type ${[name, ...grants].join(" and the grant type ")}`);
    },
  },
  {
    id: "response_mode.supported",
    section: "OAuth 2.0 Multiple Response Type Encoding Practices section 2.1",
    error: "invalid_request",
    description: "The response_mode is not supported",
    expected: () => responseModes.join(", "),
    received: said("response_mode"),
    holds: (facts) => {
      const mode = value(facts, "response_mode");
      return mode === undefined || responseModes.some((known) => known === mode);
    },
    mend: (facts) => sending(facts, "response_mode", null),
  },
  {
    id: "response_mode.fits",
    section: "OAuth 2.0 Multiple Response Type Encoding Practices section 3 and 5",
    error: "invalid_request",
    description: "A response with a token cannot be sent in a query",
    expected: (facts) => modesOf(value(facts, "response_type") ?? "").join(", "),
    received: said("response_mode"),
    holds: (facts) => {
      const mode = value(facts, "response_mode");
      return mode === undefined ||
        modesOf(value(facts, "response_type") ?? "").some((known) => known === mode);
    },
    mend: (facts) => sending(facts, "response_mode", null),
  },
  {
    id: "nonce.present",
    section: "OpenID Connect Core section 3.2.2.1 and 3.3.2.11",
    error: "invalid_request",
    description: "A nonce is required where the authorization response carries an ID token",
    expected: () => "A nonce",
    received: () => "None",
    holds: (facts) => value(facts, "nonce") !== undefined || !issues(facts, "id_token"),
    mend: (facts) => sending(facts, "nonce", exampleNonce),
  },
  {
    id: "scope.openid",
    section: "OpenID Connect Core section 3.1.2.1 and 3.2.2.1",
    error: "invalid_scope",
    description: "An ID token is issued for the scope openid alone",
    expected: () => "The scope openid among others",
    received: said("scope"),
    holds: (facts) => values(facts, "scope").includes("openid") || !issues(facts, "id_token"),
    mend: (facts) => sending(facts, "scope", ["openid", ...values(facts, "scope")].join(" ")),
  },
  {
    id: "scope.syntax",
    section: "RFC 6749 section 3.3",
    error: "invalid_scope",
    description: "The scope is not a list of names parted by single spaces",
    expected: () => "Names of printable characters, parted by single spaces",
    received: said("scope"),
    holds: (facts) => isScopeList(value(facts, "scope") ?? "openid"),
    mend: (facts) => sending(facts, "scope", values(facts, "scope").filter(isScopeList).join(" ") || null),
  },
  {
    id: "scope.allowed",
    section: "RFC 6749 section 3.3",
    error: "invalid_scope",
    description: (facts) =>
      `This client may not ask for: ${
        sortScopes(parseScope(value(facts, "scope") ?? ""), facts.client!, facts.policy).forbidden.join(" ")
      }`,
    expected: (facts) => `Some of: ${allowedScopes(facts.client!, facts.policy).join(" ")}`,
    received: said("scope"),
    holds: (facts) =>
      sortScopes(parseScope(value(facts, "scope") ?? ""), facts.client!, facts.policy).forbidden.length === 0,
    mend: (facts) => {
      const { granted, unknown } = sortScopes(
        parseScope(value(facts, "scope") ?? ""),
        facts.client!,
        facts.policy,
      );
      return sending(facts, "scope", [...granted, ...unknown].join(" ") || null);
    },
  },
  {
    id: "code_challenge.present",
    section: "RFC 9700 section 2.1.1",
    error: "invalid_request",
    description: "A code_challenge is required (PKCE)",
    expected: () => "A code_challenge with code_challenge_method S256",
    received: () => "None",
    holds: (facts) =>
      value(facts, "code_challenge") !== undefined || !issues(facts, "code") ||
      !requiresPkce(facts.client!.require_pkce, facts.policy),
    mend: (facts) => sending(facts, "code_challenge", exampleChallenge),
  },
  {
    id: "code_challenge_method.supported",
    section: "RFC 7636 section 4.4.1",
    error: "invalid_request",
    description: "The code_challenge_method has to be S256",
    expected: () => codeChallengeMethods.join(", "),
    // Without a method a challenge is `plain` by RFC 7636 section 4.3.
    received: (facts) => value(facts, "code_challenge_method") ?? "plain, by leaving it out",
    holds: (facts) =>
      value(facts, "code_challenge") === undefined
        ? value(facts, "code_challenge_method") === undefined
        : codeChallengeMethods.some((method) => method === value(facts, "code_challenge_method")),
    mend: (facts) =>
      sending(facts, "code_challenge_method", value(facts, "code_challenge") === undefined ? null : "S256"),
  },
  {
    id: "code_challenge.syntax",
    section: "RFC 7636 section 4.2",
    error: "invalid_request",
    description: "The code_challenge is not the base64url text of a SHA-256 digest",
    expected: () => "43 characters of base64url",
    received: (facts) => `${value(facts, "code_challenge")?.length} characters`,
    holds: (facts) => isCodeChallenge(value(facts, "code_challenge") ?? "-".repeat(43)),
    mend: (facts) => sending(facts, "code_challenge", exampleChallenge),
  },
  {
    id: "prompt.known",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The prompt may be none, or some of login, consent, select_account",
    expected: () => "none alone, or some of login, consent, select_account",
    received: said("prompt"),
    holds: (facts) => {
      const asked = values(facts, "prompt");
      return asked.includes("none") ? asked.length === 1 : asked.every((part) => prompts.includes(part));
    },
    mend: (facts) =>
      sending(
        facts,
        "prompt",
        values(facts, "prompt").filter((part) => prompts.includes(part)).join(" ") || null,
      ),
  },
  {
    id: "max_age.number",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The max_age is not a whole number of seconds",
    expected: () => "Digits",
    received: said("max_age"),
    holds: (facts) => /^\d{1,10}$/.test(value(facts, "max_age") ?? "0"),
    mend: (facts) => sending(facts, "max_age", null),
  },
  {
    id: "id_token_hint.valid",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The id_token_hint is not an ID token of this issuer for this client",
    expected: () => "An ID token that this issuer signed for this client; it may have expired",
    received: (facts) => facts.hint && !facts.hint.valid ? facts.hint.why : "A valid one",
    holds: (facts) => facts.hint?.valid !== false,
    mend: (facts) => sending({ ...facts, hint: undefined }, "id_token_hint", null),
  },
  ...claimsChecks,
];
