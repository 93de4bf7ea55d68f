import type { UpstreamAuthenticationMethod } from "../../domain/upstream.ts";
import type { PersonPaths, Quirk, UpstreamEndpoints } from "../upstream_quirk.ts";

interface Common {
  /** What it is chosen by. */
  readonly id: string;
  readonly name: string;
  /** Its own documentation, which the row follows. */
  readonly documentation: string;
  /** Its issuer identifier; where it has none, its origin. */
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly token_endpoint_auth_method: UpstreamAuthenticationMethod;
  readonly quirks: readonly Quirk[];
}

/** An upstream that is ready-made: everything but what it gave us. */
export type UpstreamPreset =
  | Common & { readonly kind: "oidc" }
  | Common & {
    readonly kind: "oauth2";
    readonly endpoints: UpstreamEndpoints;
    readonly person: PersonPaths;
  };
