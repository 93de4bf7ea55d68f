import type { SignatureMethod, UpstreamAuthenticationMethod } from "../../../domain/upstream.ts";
import type { PersonPaths, Quirk, UpstreamEndpoints } from "../upstream_quirk.ts";

/** Stands for the issuer of an upstream that everybody runs, or rents, for themselves: its operator gives it. */
export interface GivenIssuer {
  /** What one looks like. */
  readonly example: string;
  /** What every one looks like, and words for it; left out where it may be any. */
  readonly form?: { readonly pattern: RegExp; readonly words: string };
}

interface Common {
  /** What it is chosen by. */
  readonly id: string;
  readonly name: string;
  /** Its own documentation, which the row follows. */
  readonly documentation: string;
  /** Its issuer identifier; where it has none, what all its addresses begin with. */
  readonly issuer: string | GivenIssuer;
  readonly scopes: readonly string[];
  readonly token_endpoint_auth_method: UpstreamAuthenticationMethod;
  /** In addresses `{issuer}` stands for the issuer, without a slash at its end. */
  readonly quirks: readonly Quirk[];
}

/** An upstream that is ready-made: everything but what it gave us. */
export type UpstreamPreset =
  | Common & { readonly kind: "oidc" }
  | Common & {
    readonly kind: "oauth2";
    /** `{issuer}` stands for the issuer here too. */
    readonly endpoints: UpstreamEndpoints;
    readonly person: PersonPaths;
  }
  | Common & {
    readonly kind: "oauth1";
    readonly signature_method: SignatureMethod;
    readonly endpoints: Required<UpstreamEndpoints>;
    readonly person: PersonPaths;
  };
