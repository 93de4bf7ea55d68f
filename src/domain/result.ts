/** What a flow answers: anything that a client, a person or an upstream can cause is a value, never an exception. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | {
  readonly ok: false;
  readonly error: E;
};

/** The answer of a flow that went well. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** The answer of a flow that refuses; `error` says why. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
