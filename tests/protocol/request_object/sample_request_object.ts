/** An authorization request with an object in which everything holds, and the same with something changed. */
import type { AuthorizationFacts } from "../../../src/protocol/authorize/authorization_facts.ts";
import type { ReadRequestObject } from "../../../src/protocol/request_object/request_object.ts";
import { sampleClient } from "../../domain/sample_client.ts";
import { type Asked, sampleRequest } from "../authorize/sample_request.ts";

export const issuer = "https://id.example", now = 1_800_000_000;

/** What differs from a good one. */
export interface Differing {
  readonly header?: Readonly<Record<string, unknown>>;
  /** A claim that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Parameters beside the object. */
  readonly beside?: Asked;
  readonly read?: { readonly [name in keyof ReadRequestObject]?: ReadRequestObject[name] | undefined };
  readonly facts?: Partial<AuthorizationFacts>;
}

/** The facts of a request with an object, but for what differs. */
export function sampleWithObject(
  { header, claims, beside, read, facts }: Differing = {},
): AuthorizationFacts {
  const asked = sampleRequest({ request: "an.encoded.object", ...beside }, facts);
  const parameters = Object.fromEntries(
    [...sampleRequest().parameters].map(([name, [value]]) => [name, value]),
  );
  const all = { ...parameters, iss: "c_example", aud: issuer, exp: now + 60, nbf: now, ...claims };
  const held = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const jws = { header: { alg: "ES256", typ: "oauth-authz-req+jwt", ...header }, claims: held };
  return {
    ...asked,
    object: {
      beside: asked.parameters,
      issuer,
      now,
      read: { located: "yes", jws, ...read } as ReadRequestObject,
    },
  };
}

/** A client that has to sign its requests. */
export const strictClient = sampleClient({ require_signed_request_object: true });
