import type { Check } from "../check.ts";
import type { WireResponse } from "../exchange.ts";

const refused: Check<WireResponse>["judge"] = ({ status }) =>
  status >= 400 && status < 500 ? undefined : String(status);

/** At once a server may still be settling the first use. */
export const refusedAtOnce: Check<WireResponse> = {
  id: "code_reuse.refused_at_once",
  section: "RFC 6749 section 4.1.2",
  level: "warning",
  expects: "A code that was redeemed is refused when it comes again at once",
  judge: refused,
};

/** Later it has to be. */
export const refusedLater: Check<WireResponse> = {
  id: "code_reuse.refused_later",
  section: "RFC 6749 section 4.1.2",
  level: "failure",
  expects: "A code that was redeemed is refused when it comes again 30 seconds later",
  judge: refused,
};
