import type { ClientMetadata } from "../../domain/client_metadata.ts";
import {
  grantTypesOf,
  type Issue,
  issuesOf,
  mayRespond,
  responseTypeName,
  tenantResponseTypes,
} from "../../domain/response_type.ts";
import { asked, askedValues, type AuthorizationFacts, said } from "./authorization_facts.ts";
import type { Check, Mend } from "../check.ts";
import { sending } from "../mend.ts";
import { modesOf, responseModes } from "./response_mode.ts";

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
export const issues = (facts: AuthorizationFacts, issue: Issue): boolean =>
  (issuesOf(asked(facts, "response_type") ?? "") ?? []).includes(issue);

/** A nonce of the right form; the client makes its own. */
const exampleNonce = "n-0S6_WzA2Mj";

/** What is asked for, how it comes back, and what it needs. */
export const responseChecks: readonly Check<AuthorizationFacts>[] = [
  {
    id: "response_type.present",
    section: "RFC 6749 section 4.1.1",
    error: "invalid_request",
    description: "The parameter response_type is missing",
    expected: () => "A response_type",
    received: () => "None",
    holds: (facts) => asked(facts, "response_type") !== undefined,
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
      tenantResponseTypes(facts.policy).includes(responseTypeName(asked(facts, "response_type") ?? "")),
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
    holds: (facts) => mayRespond(facts.client!, facts.policy, asked(facts, "response_type") ?? ""),
    mend: (facts) => {
      const { grant_types, response_types } = facts.client!.metadata;
      const name = responseTypeName(asked(facts, "response_type")!),
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
      const mode = asked(facts, "response_mode");
      return mode === undefined || responseModes.some((known) => known === mode);
    },
    mend: (facts) => sending(facts, "response_mode", null),
  },
  {
    id: "response_mode.fits",
    section: "OAuth 2.0 Multiple Response Type Encoding Practices section 3 and 5",
    error: "invalid_request",
    description: "A response with a token cannot be sent in a query",
    expected: (facts) => modesOf(asked(facts, "response_type") ?? "").join(", "),
    received: said("response_mode"),
    holds: (facts) => {
      const mode = asked(facts, "response_mode");
      return mode === undefined ||
        modesOf(asked(facts, "response_type") ?? "").some((known) => known === mode);
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
    holds: (facts) => asked(facts, "nonce") !== undefined || !issues(facts, "id_token"),
    mend: (facts) => sending(facts, "nonce", exampleNonce),
  },
  {
    id: "scope.openid",
    section: "OpenID Connect Core section 3.1.2.1 and 3.2.2.1",
    error: "invalid_scope",
    description: "An ID token is issued for the scope openid alone",
    expected: () => "The scope openid among others",
    received: said("scope"),
    holds: (facts) => askedValues(facts, "scope").includes("openid") || !issues(facts, "id_token"),
    mend: (facts) => sending(facts, "scope", ["openid", ...askedValues(facts, "scope")].join(" ")),
  },
];
