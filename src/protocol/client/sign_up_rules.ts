import type { ArrivalLimits } from "../../domain/arrival_policy.ts";

/** What is wrong with a list of domains beside what is said of who gets an account; undefined where it fits. */
export function allowedDomainsFault(
  { sign_up, allowed_domains }: Pick<ArrivalLimits, "sign_up" | "allowed_domains">,
): string | undefined {
  const given = (allowed_domains ?? []).length > 0;
  if (sign_up === "domains") return given ? undefined : "is needed where sign_up is domains";
  return given ? "must be empty where sign_up is not domains" : undefined;
}
