import { isVouchedFor } from "../domain/client_origin.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { ClientRow } from "../store/clients.ts";
import { takeAttempt } from "../store/throttle.ts";
import type { RegistrationPorts } from "./client_information.ts";

/** How many clients nobody vouches for may register, from one address and at one tenant, and how often one may change. */
const quotas = {
  address: { burst: 20, interval: 180 },
  tenant: { burst: 500, interval: 60 },
  client: { burst: 20, interval: 600 },
} as const;

async function count(
  { store, clock }: RegistrationPorts,
  key: string,
  { of, description }: { readonly of: keyof typeof quotas; readonly description: string },
): Promise<Result<void, OAuthError>> {
  const retryAfter = await takeAttempt(store, key, quotas[of], clock());
  if (retryAfter === 0) return ok(undefined);
  return err({ code: "too_many_requests", why: `registration.quota.${of}`, description, retryAfter });
}

/**
 * Counts a registration for which nobody vouches. An address that has used up its own share takes nothing of the
 * share of all.
 *
 * @param addressKey Undefined where many people may share the address.
 * @returns err: there were too many.
 * @see RFC 7591 section 5
 */
export async function countRegistration(
  provider: RegistrationPorts,
  addressKey: string | undefined,
): Promise<Result<void, OAuthError>> {
  const description = "Too many clients were registered lately; try again later";
  const address = addressKey === undefined
    ? ok(undefined)
    : await count(provider, `register/${addressKey}`, { of: "address", description });
  return address.ok ? await count(provider, "register", { of: "tenant", description }) : address;
}

/** Counts an update of a client for which nobody vouches: each may fetch and leaves a trace. @returns err: there were too many. */
export async function countUpdate(
  provider: RegistrationPorts,
  { client_id, origin }: ClientRow,
): Promise<Result<void, OAuthError>> {
  if (isVouchedFor({ origin })) return ok(undefined);
  const description = "This registration was changed too often lately; try again later";
  return await count(provider, `register/${client_id}`, { of: "client", description });
}
