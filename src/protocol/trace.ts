/** One change that would have made a check hold. */
export interface Change {
  /** Who makes it: the client in its request, or the operator in the client's record. */
  readonly where: "request" | "client";
  /** The parameter or the member. */
  readonly name: string;
  /** What it would have to be; null: left out; undefined: a secret, or something that only its owner knows. */
  readonly value?: string | null;
  /** The same as a sentence. */
  readonly says: string;
}

/** What became of one check, for whoever runs the server. */
export interface TraceRow {
  readonly id: string;
  readonly section: string;
  readonly held: boolean;
  readonly expected?: string;
  readonly received?: string;
  readonly change?: Change;
}
