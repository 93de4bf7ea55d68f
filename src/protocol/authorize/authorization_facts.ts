import type { Client } from "../../domain/client_metadata.ts";
import type { TenantPolicy } from "../../domain/tenant_policy.ts";
import { parameter, type ParameterName, type Parameters } from "../parameters.ts";
import type { RequestObjectFacts } from "../request_object/request_object.ts";

/** What an id_token_hint turned out to be; `op` verified it. */
export type HintFacts = { readonly valid: true; readonly sub: string } | {
  readonly valid: false;
  readonly why: string;
};

/** Everything that the checks of an authorization request look at. */
export interface AuthorizationFacts {
  readonly parameters: Parameters;
  /** The active client of that client_id, where there is one. */
  readonly client: Client | undefined;
  /** Why the document at the client_id makes no client; absent where it does, or the client_id names none. */
  readonly document?: string | undefined;
  readonly policy: TenantPolicy;
  /** The authentication context classes that somebody vouches for with whom the client's people may sign in. */
  readonly acr_vouched: readonly string[];
  /** Absent where no hint was sent. */
  readonly hint: HintFacts | undefined;
  /** Absent where the request came without an object, or its client is not known. */
  readonly object?: RequestObjectFacts | undefined;
}

/** The value of a parameter; undefined where it was not sent. */
export const asked = ({ parameters }: AuthorizationFacts, name: ParameterName): string | undefined =>
  parameter(parameters, name);

/** The values of a parameter that is a list with spaces between. */
export const askedValues = (facts: AuthorizationFacts, name: ParameterName): readonly string[] =>
  (asked(facts, name) ?? "").split(" ").filter((part) => part !== "");

/** What was received of a parameter, to be shown. */
export const said = (name: ParameterName) => (facts: AuthorizationFacts): string =>
  asked(facts, name) ?? "nothing";
