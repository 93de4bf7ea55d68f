import { type Check, shown } from "../check.ts";

/** A hash in an ID token, and what it has to be. */
export interface TokenHash {
  /** As it stands in the ID token. */
  readonly found: unknown;
  /** The left half of the digest; undefined where there is nothing that it could be of. */
  readonly right: string | undefined;
  /** It has to be there: what it is of came beside the ID token through the browser. */
  readonly due: boolean;
}

type Row = Check<TokenHash>;

const judge: Row["judge"] = ({ found, right, due }) => {
  if (found === undefined) return due ? "None" : undefined;
  return right === undefined || found === right ? undefined : shown(found);
};

/** The hash of the access token. */
export const atHash: Row = {
  id: "id_token.at_hash",
  section: "OpenID Connect Core section 3.1.3.6",
  level: "failure",
  expects: "at_hash of the access token that came with it",
  judge,
};

/** The hash of the code. */
export const cHash: Row = {
  id: "id_token.c_hash",
  section: "OpenID Connect Core section 3.3.2.11",
  level: "failure",
  expects: "c_hash of the code that came with it",
  judge,
};
