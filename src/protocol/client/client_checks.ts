import type { Client } from "../../domain/client_metadata.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import type { Check } from "../check.ts";
import { assertionFormChecks } from "./client_assertion_checks.ts";
import { assertionClaimChecks, authenticationFailed, clientProofChecks } from "./client_proof_checks.ts";
import type { PresentedCredentials } from "./client_authentication.ts";
import { hypotheticalClient } from "./hypothetical_client.ts";
import { sending } from "../mend.ts";
import type { OAuthError } from "../oauth_error.ts";
import { onceCheck } from "../once_check.ts";
import { type Parameters, tokenParameters } from "../parameters.ts";

/** Everything that decides whether a direct request comes from the client that it names. */
export interface ClientFacts {
  readonly parameters: Parameters;
  /** What was recognised of its credentials. */
  readonly presented: Result<PresentedCredentials, OAuthError>;
  /** The active client of that client_id, where there is one. */
  readonly client: Client | undefined;
  /** Whether a secret was sent that is one of the client's live ones. */
  readonly secretHolds: boolean;
  /** Of an assertion: whether there is a key to verify it with, or why there is none. Undefined until it is looked for. */
  readonly key?: "found" | ClientKeyFault | undefined;
  /** Of an assertion: whether that key signed it. */
  readonly signatureHolds?: boolean;
  /** Of an assertion: whether its jti was used before. */
  readonly spent?: boolean;
  readonly now: Instant;
  /** What `aud` of an assertion may be. */
  readonly audience: AssertionAudience;
  /** What was done to a live secret on its way, where it can be told: a sentence for whoever runs the server. */
  readonly secretNearly?: string | undefined;
}

/** Whom assertions are for. */
export interface AssertionAudience {
  readonly issuer: string;
  /** Whether an endpoint, or a list, will do as well. */
  readonly legacy: boolean;
  readonly endpoints: readonly string[];
}

/** Why there is nothing to verify an assertion with. */
export type ClientKeyFault =
  /** The client has neither `jwks` nor `jwks_uri`. */
  | "no_keys"
  /** Its `jwks_uri` cannot be fetched from; the log of the fetch has the reason. */
  | "not_fetched"
  /** The algorithm is none that clients may use. */
  | "algorithm"
  /** No key has that kid and fits the algorithm. */
  | "unknown_kid"
  /** Several keys fit and the header names none (OpenID Connect Core section 10.1). */
  | "kid_needed"
  /** No key fits the algorithm. */
  | "no_fitting_key"
  /** It has no secret that can be opened. */
  | "no_secret";

const assertionSent = ({ parameters }: ClientFacts) =>
  parameters.has("client_assertion") || parameters.has("client_assertion_type");

const method = ({ presented }: ClientFacts) =>
  presented.ok ? presented.value.method : "none that can be read";

/** The same credentials, sent by another method. */
const presentedAs = (facts: ClientFacts, by: PresentedCredentials["method"]): ClientFacts["presented"] =>
  ok({
    method: by,
    client_id: facts.presented.ok ? facts.presented.value.client_id : "the client's client_id",
  });

/** All that can be judged of a request before a key is looked for: a stranger has nothing fetched, and nothing verified. */
export const clientClaimChecks: readonly Check<ClientFacts>[] = [
  onceCheck("RFC 6749 section 3.2", tokenParameters),
  {
    id: "client_authentication.one_method",
    section: "RFC 6749 section 2.3",
    error: "invalid_request",
    description: "A request may use one method of client authentication",
    expected: () => "One of: an Authorization header, client_secret, client_assertion",
    received: () => "More than one",
    holds: ({ presented }) => presented.ok || presented.error.code !== "invalid_request",
    mend: (facts) => {
      const name = facts.parameters.has("client_secret") ? "client_secret" : "client_assertion";
      const { change, facts: mended } = sending(facts, name, null);
      return { facts: { ...mended, presented: presentedAs(facts, "client_secret_basic") }, change };
    },
  },
  {
    id: "client_authentication.readable",
    section: "RFC 6749 section 2.3.1",
    error: "invalid_client",
    description: ({ presented }) => presented.ok ? authenticationFailed : presented.error.description,
    expected: () => "Readable credentials of one client",
    received: ({ presented }) => presented.ok ? "Readable ones" : presented.error.why,
    holds: ({ presented }) => presented.ok,
    mend: (facts) => ({
      facts: { ...facts, presented: presentedAs(facts, "client_secret_basic") },
      change: assertionSent(facts)
        ? {
          where: "request",
          name: "client_assertion",
          says: "Send client_assertion: a JWT with three parts, whose sub is the client_id",
        }
        : {
          where: "request",
          name: "Authorization",
          says:
            "Send Authorization: Basic with the base64 of client_id:client_secret, each form-encoded first",
        },
    }),
  },
  ...assertionFormChecks,
  {
    id: "client.known",
    section: "RFC 6749 section 5.2",
    error: "invalid_client",
    description: authenticationFailed,
    expected: () => "The client_id of a registered, enabled client",
    received: ({ presented }) => presented.ok ? presented.value.client_id : "none",
    holds: ({ client }) => client !== undefined,
    mend: (facts) => {
      const named = facts.presented.ok ? facts.presented.value : undefined;
      const method = named?.method ?? "client_secret_basic";
      const client = hypotheticalClient(named?.client_id, { token_endpoint_auth_method: method });
      const says = "Register the client (latchkey client create), or enable it";
      return { facts: { ...facts, client }, change: { where: "client", name: "client_id", says } };
    },
  },
  {
    id: "client.method",
    section: "OpenID Connect Core section 9",
    error: "invalid_client",
    description: authenticationFailed,
    expected: ({ client }) =>
      `${client?.metadata.token_endpoint_auth_method}, the client's token_endpoint_auth_method`,
    received: method,
    holds: (facts) => facts.client?.metadata.token_endpoint_auth_method === method(facts),
    mend: (facts) => {
      const due = facts.client!.metadata.token_endpoint_auth_method;
      const says = `Authenticate by ${due}, or register the client for ${method(facts)}`;
      return {
        facts: { ...facts, presented: presentedAs(facts, due) },
        change: { where: "request", name: "token_endpoint_auth_method", value: due, says },
      };
    },
  },
  ...assertionClaimChecks,
];

/** Whether a direct request comes from the client that it names (RFC 6749 section 2.3 and 3.2.1). */
export const clientChecks: readonly Check<ClientFacts>[] = [...clientClaimChecks, ...clientProofChecks];
