/** Columns of every machine's table. Only `transition.ts` writes `state`. */
export interface Stateful {
  readonly tenant: string;
  readonly state: string;
  readonly state_at: number;
}

/** A row found by the handle that its secret carries (digest) and the time bucket in that secret's text. */
export interface Handled extends Stateful {
  readonly bucket: number;
  readonly digest: string;
  readonly expires_at: number;
  readonly created_at: number;
}
