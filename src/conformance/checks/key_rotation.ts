import type { Check } from "../check.ts";
import type { Jwk } from "./jwks.ts";

/** Published keys before and after a rotation. */
export interface Rotation {
  readonly before: readonly Jwk[];
  readonly after: readonly Jwk[];
}

const kids = (keys: readonly Jwk[]) => keys.map(({ kid }) => String(kid));

/** The new key. */
export const newKeyPublished: Check<Rotation> = {
  id: "key_rotation.new_key",
  section: "OpenID Connect Core section 10.1.1",
  level: "failure",
  expects: "A key that was not there before",
  judge: ({ before, after }) =>
    kids(after).some((kid) => !kids(before).includes(kid)) ? undefined : "The same keys",
};

/** The old one. */
export const oldKeyKept: Check<Rotation> = {
  id: "key_rotation.old_key",
  section: "OpenID Connect Core section 10.1.1",
  level: "warning",
  expects: "The keys of before, as long as what they signed counts",
  judge: ({ before, after }) => {
    const gone = kids(before).filter((kid) => !kids(after).includes(kid));
    return gone.length === 0 ? undefined : `Gone: ${gone.join(", ")}`;
  },
};
