import type { ClientAuthenticationMethod } from "../../domain/client_metadata.ts";
import { readJws } from "../compact_jws.ts";
import { parameter, type Parameters } from "../parameters.ts";

/** The one `client_assertion_type` (RFC 7523 section 2.2). */
export const jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A client assertion as it was sent; nothing of it is verified. */
export interface PresentedAssertion {
  readonly jws: string;
  /** The value of `client_assertion_type`. */
  readonly type: string | undefined;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Longer than any assertion needs to be. */
const longest = 16_000;

/** Reads the assertion of a request. @returns undefined where it is no signed JWT. */
export function readAssertion(parameters: Parameters): PresentedAssertion | undefined {
  const jws = parameter(parameters, "client_assertion");
  const read = jws === undefined || jws.length > longest ? undefined : readJws(jws);
  return read && { jws: jws!, type: parameter(parameters, "client_assertion_type"), ...read };
}

/** By which method an assertion authenticates: what signs with a shared secret says so in `alg` (OpenID Connect Core section 9). */
export const methodOf = ({ header }: PresentedAssertion): ClientAuthenticationMethod =>
  typeof header.alg === "string" && header.alg.startsWith("HS") ? "client_secret_jwt" : "private_key_jwt";

/** The client that an assertion names: its subject. */
export const subjectOf = ({ claims }: PresentedAssertion): string | undefined =>
  typeof claims.sub === "string" ? claims.sub : undefined;
