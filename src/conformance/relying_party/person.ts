import { valueOf } from "../parameters.ts";
import { scopeClaims } from "../standard_claims.ts";
import type { Members } from "./faults.ts";
import type { Granted } from "./granted.ts";

/** The address of somebody. */
export const emailOf = (sub: string): string => `${sub}@people.example`;

/** What there is to say about somebody. */
const about = (sub: string): Members => ({
  name: "Ada Lovelace",
  given_name: "Ada",
  family_name: "Lovelace",
  nickname: "ada",
  email: emailOf(sub),
  email_verified: true,
  phone_number: "+1 555 0100",
  phone_number_verified: true,
  address: { locality: "London", country: "United Kingdom" },
});

/** What userinfo says of who was signed in: what the scopes of the request ask for (OpenID Connect Core section 5.4). */
export function claimsFor({ sub, request }: Granted): Members {
  const asked = (valueOf(request, "scope") ?? "").split(" ").flatMap((scope) => scopeClaims[scope] ?? []);
  return {
    sub,
    ...Object.fromEntries(Object.entries(about(sub)).filter(([name]) => asked.includes(name))),
  };
}
