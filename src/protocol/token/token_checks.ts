import type { Client } from "../../domain/client_metadata.ts";
import type { Check } from "../check.ts";
import { nearest, sending } from "../mend.ts";
import { parameter, type ParameterName, type Parameters } from "../parameters.ts";

/** Everything that decides whether an authenticated client may redeem a grant of this type at all. */
export interface TokenFacts {
  readonly parameters: Parameters;
  readonly client: Client;
  /** Each registered grant type with the parameters that it needs. */
  readonly grants: readonly { readonly grantType: string; readonly required: readonly ParameterName[] }[];
}

const asked = ({ parameters }: TokenFacts) => parameter(parameters, "grant_type");
const grant = (facts: TokenFacts) => facts.grants.find((known) => known.grantType === asked(facts));
const absent = (facts: TokenFacts) =>
  grant(facts)?.required.find((name) => parameter(facts.parameters, name) === undefined);
const supported = ({ grants }: TokenFacts) => grants.map((known) => known.grantType).join(", ");

/** The checks of a token request once its client is authenticated (RFC 6749 section 5.2). */
export const tokenChecks: readonly Check<TokenFacts>[] = [
  {
    id: "grant_type.present",
    section: "RFC 6749 section 4.1.3",
    error: "invalid_request",
    description: "The parameter grant_type is missing",
    expected: supported,
    received: () => "None",
    holds: (facts) => asked(facts) !== undefined,
    mend: (facts) =>
      sending(
        facts,
        "grant_type",
        parameter(facts.parameters, "code") === undefined ? "client_credentials" : "authorization_code",
      ),
  },
  {
    id: "grant_type.supported",
    section: "RFC 6749 section 5.2",
    error: "unsupported_grant_type",
    description: (facts) => `Supported are: ${supported(facts)}`,
    expected: supported,
    received: (facts) => asked(facts) ?? "None",
    holds: (facts) => grant(facts) !== undefined,
    mend: (facts) =>
      sending(
        facts,
        "grant_type",
        nearest(asked(facts) ?? "", facts.grants.map((known) => known.grantType))!,
      ),
  },
  {
    id: "grant_type.allowed",
    section: "RFC 6749 section 5.2",
    error: "unauthorized_client",
    description: "This client is not registered for the grant type",
    expected: ({ client }) => `One of the client's grant_types: ${client.metadata.grant_types.join(", ")}`,
    received: (facts) => asked(facts) ?? "None",
    holds: (facts) => facts.client.metadata.grant_types.includes(asked(facts)!),
    mend: (facts) => {
      const { client } = facts, grant_types = [...client.metadata.grant_types, asked(facts)!];
      const metadata = { ...client.metadata, grant_types };
      const says = `Add ${asked(facts)} to the client's grant_types`;
      return {
        facts: { ...facts, client: { ...client, metadata } },
        change: { where: "client", name: "grant_types", value: grant_types.join(" "), says },
      };
    },
  },
  {
    id: "grant.parameters",
    section: "RFC 6749 section 5.2",
    error: "invalid_request",
    description: (facts) => `The parameter ${absent(facts)} is missing`,
    expected: (facts) => `With ${grant(facts)?.required.join(", ")}`,
    received: (facts) => `Without ${absent(facts)}`,
    holds: (facts) => absent(facts) === undefined,
    mend: (facts) => {
      const name = absent(facts)!, { facts: mended } = sending(facts, name, "its value");
      return { facts: mended, change: { where: "request", name, says: `Send ${name}` } };
    },
  },
];
