/** How a ready-made upstream behaves, as its own documentation says it: what it demands of requests, and what it answers. */
export interface PresetFixture {
  /** Scopes that an operator asks for, where the preset's own would not show what it does with them. */
  readonly scopes?: readonly string[];
  /** Whether the tokens are to be kept, which some want to know. */
  readonly store_tokens?: true;
  /** Parameters that an authorization request has to have, or with null must not have; where one is wrong, nobody is let in. */
  readonly authorize: Readonly<Record<string, string | null>>;
  /** In what the address of an authorization request has to end. */
  readonly fragment?: string;
  /** What it sends back with a person, beside code and state. */
  readonly response?: Readonly<Record<string, string>>;
  /** What it sends back beside that with a person who comes for the first time. */
  readonly first_response?: Readonly<Record<string, string>>;
  /** How a token request has to be sent. */
  readonly token: {
    /** `key`: as with post, and the secret is a JWT that our key signed for this audience. */
    readonly by: "basic" | "post" | "none" | { readonly key: string };
    readonly as: "form" | "json" | "query";
    /** What the client_id is called, where it is among the parameters. */
    readonly client_id?: string;
    readonly client_secret?: string;
    /** What of the authorization response has to be there again. */
    readonly brought_back?: readonly string[];
    /** Whether each refresh token is good once, and another one comes. */
    readonly rotates?: true;
    /** Whether it answers with a form to whoever does not ask for JSON. */
    readonly else_form?: true;
  };
  /** Requests to its API, by address without the query. */
  readonly api: Readonly<
    Record<string, {
      readonly method: "GET" | "POST";
      /** The scope that it is for. */
      readonly scope?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** What the Authorization header begins with, where that is not Bearer. */
      readonly scheme?: string;
      /** Parameters that stand for the Authorization header: in the query, or with POST in a form. */
      readonly parameters?: Readonly<Record<string, string>>;
      /** The JSON that has to be posted. */
      readonly json?: unknown;
      /** The media type of the answer, where that is not JSON's. */
      readonly type?: string;
      /** A function where it depends on the query. */
      readonly answer: unknown;
    }>
  >;
  /** The token response, beside the ID token where there is one. */
  readonly tokens: Readonly<Record<string, unknown>>;
  /** Claims of the ID token, where it sends one; `nonce` false: it does not bring ours back. */
  readonly id_token?: Readonly<Record<string, unknown>> & { readonly nonce?: false };
  /** What an operator names it by, where that is not the preset's own issuer. */
  readonly issuer?: string;
  /** How it behaves where it is named by another issuer. */
  readonly elsewhere?: PresetFixture;
  /** What its discovery document calls it, and its ID tokens do, where that is not what it is named by. */
  readonly stated?: { readonly issuer: string; readonly iss: string };
  /** Whether it signs ID tokens with our secret. */
  readonly signs_by_secret?: true;
  /** Members of its discovery document, where it is known what they are. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The error by which it says that a person declined, where it is one of its own. */
  readonly declined?: string;
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
