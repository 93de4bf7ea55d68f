import type { Check } from "../check.ts";
import type { WireResponse } from "../exchange.ts";

/** RFC 7523 leaves the audience open; the issuer is the better one. */
export const assertionIssAud: Check<WireResponse> = {
  id: "client_assertion.iss_aud",
  section: "RFC 7523 section 3",
  level: "warning",
  expects: "An assertion whose aud is the issuer is taken",
  judge: ({ status }) => status === 400 || status === 401 ? String(status) : undefined,
};
