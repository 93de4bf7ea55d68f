import { find } from "../check.ts";
import type { WireResponse } from "../exchange.ts";
import { valueOf } from "../parameters.ts";
import { json } from "./answers.ts";
import { refreshRequestChecks } from "./checks/refresh_request.ts";
import { type TokenRequestCheck, tokenRequestChecks } from "./checks/token_request.ts";
import type { RegisteredParty } from "./client.ts";
import type { Asked, Faults, IdTokenFaults } from "./faults.ts";
import type { Granted } from "./granted.ts";
import { idTokenFor } from "./id_token.ts";
import type { Signing } from "./signing.ts";

/** What a provider answers token requests from. */
export interface TokenEndpoint {
  readonly issuer: string;
  readonly party: RegisteredParty;
  readonly faults: Faults;
  readonly granted: readonly Granted[];
  readonly signing: Signing;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

/** Whether a token request is for other tokens in the place of those that expire (RFC 6749 section 6). */
export const isRefresh = ({ form }: Asked): boolean => valueOf(form, "grant_type") === "refresh_token";

function idToken(
  { issuer, party: { client_id }, signing, now }: TokenEndpoint,
  granted: Granted,
  { nonce, faults = {} }: { readonly nonce: string | undefined; readonly faults?: IdTokenFaults | undefined },
): Promise<string> {
  return idTokenFor(granted, {
    ...{ issuer, client_id, nonce, faults, now: now() },
    ...{ key: signing.current(), other: signing.other() },
  });
}

/** Answers a token request (OpenID Connect Core section 3.1.3.3 and 12.2). */
export async function answerTokenRequest(endpoint: TokenEndpoint, asked: Asked): Promise<WireResponse> {
  const { granted: all, party, faults, signing } = endpoint, refresh = isRefresh(asked);
  const granted = all.find(({ code, refresh_token }) =>
    refresh ? refresh_token === valueOf(asked.form, "refresh_token") : code === valueOf(asked.form, "code")
  );
  const checks: readonly TokenRequestCheck[] = refresh ? refreshRequestChecks : tokenRequestChecks;
  const fault = checks.find((check) => find(check, { asked, granted, party }).received !== undefined);
  if (!granted || fault) return json({ error: fault?.error ?? "invalid_grant" }, 400);
  const { refresh_token, access_token, refreshed_access_token, request } = granted;
  const token = { token_type: "Bearer", expires_in: faults.shortLived && !refresh ? 1 : 300 };
  if (refresh) {
    // Without a nonce, as section 12.2 has it.
    const id_token = await idToken(endpoint, granted, { nonce: undefined, faults: faults.refreshedIdToken });
    return json({ ...token, access_token: refreshed_access_token, id_token });
  }
  if (faults.rotatesBeforeSigning) signing.rotate();
  const id_token = await idToken(endpoint, granted, {
    nonce: valueOf(request, "nonce"),
    faults: faults.idToken,
  });
  return json({ ...token, access_token, refresh_token, id_token });
}
