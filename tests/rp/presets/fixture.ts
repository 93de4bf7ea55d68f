/** How a ready-made upstream behaves, as its own documentation says it: what it demands of requests, and what it answers. */
export interface PresetFixture {
  /** Parameters that an authorization request has to have, or with null must not have; where one is wrong, nobody is let in. */
  readonly authorize: Readonly<Record<string, string | null>>;
  /** How a token request has to be sent. */
  readonly token: {
    readonly by: "basic" | "post";
    readonly as: "form" | "json";
    /** What the client_id is called in the body, where it is there. */
    readonly client_id?: string;
  };
  /** Requests to its API, by address without the query. */
  readonly api: Readonly<
    Record<string, {
      readonly method: "GET" | "POST";
      readonly headers?: Readonly<Record<string, string>>;
      readonly answer: unknown;
    }>
  >;
  /** The token response, beside the ID token where there is one. */
  readonly tokens: Readonly<Record<string, unknown>>;
  /** Claims of the ID token, where it sends one; `nonce` false: it does not bring ours back. */
  readonly id_token?: Readonly<Record<string, unknown>> & { readonly nonce?: false };
  /** Who that is, here. */
  readonly person: {
    readonly sub: string;
    readonly claims: Readonly<Record<string, string>>;
    /** The address that is believed where the upstream is trusted. */
    readonly email: string | null;
  };
}

/** A token response without anything unusual. */
export const bearer = { access_token: "an-access-token", token_type: "bearer", expires_in: 3600 };
