import type { Handle } from "../crypto/secret.ts";
import type { Client } from "../domain/client_metadata.ts";
import { isVouchedFor } from "../domain/client_origin.ts";
import { runChecks } from "../protocol/check.ts";
import { endSessionChecks } from "../protocol/logout/end_session_checks.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { parameter, type Parameters } from "../protocol/parameters.ts";
import { authorizationResponse } from "../protocol/authorize/response_mode.ts";
import { findActiveClient } from "../store/clients.ts";
import { openSessions, type SessionRow } from "../store/sessions.ts";
import type { Provider } from "./provider.ts";
import { readLogoutHint } from "./read_hint.ts";
import { sidFor } from "./subject.ts";

/** An address that a person goes to after signing out. */
export interface Onward {
  readonly location: string;
  /**
   * The person sees it before they go. Nobody vouches for whoever chose it, and the session that ends is not of theirs:
   * anybody could send people to an address of their own (RFC 9700 section 4.11.2).
   */
  readonly shown: boolean;
}

/** What a logout request comes to. Nothing has ended yet. */
export interface LogoutDecision {
  /** Who is signed in in this browser. */
  readonly sessions: readonly SessionRow[];
  /** The one of them that the app may end without asking: it shows the ID token of that very session. */
  readonly session: SessionRow | undefined;
  /** Who asks, where the request proves it. */
  readonly client: Client | undefined;
  /**
   * Where the person goes afterwards: an address that is registered for the client that the hint was issued to. Where
   * client_id alone names the client, anybody can have sent the person, so it is only for who was asked and signed out.
   */
  readonly onward: Onward | undefined;
  /** Why the request leads nowhere, for the log. */
  readonly error: OAuthError | undefined;
}

/**
 * Decides what a logout request may do.
 *
 * @param request browser: the handle of this browser's cookie, where it has one.
 * @see OpenID Connect RP-Initiated Logout section 2 to 4
 */
export async function judgeLogout(
  provider: Provider,
  { parameters, browser }: { readonly parameters: Parameters; readonly browser: Handle | undefined },
): Promise<LogoutDecision> {
  const { store, clock } = provider, token = parameter(parameters, "id_token_hint");
  const hint = token === undefined ? undefined : await readLogoutHint(provider, token);
  const named = hint?.valid ? hint.client_id : parameter(parameters, "client_id");
  const client = named === undefined ? undefined : await findActiveClient(store, named);
  const judged = runChecks(endSessionChecks, { parameters, hint, client });
  const sessions = await openSessions(store, browser, clock());
  const unproven = { sessions, session: undefined, client: undefined, onward: undefined };
  if (!judged.ok) return { ...unproven, error: judged.error };
  if (!client) return { ...unproven, error: undefined };
  const session = hint?.valid
    ? sessions.find(({ id }) => sidFor(provider, id, client.client_id) === hint.sid)
    : undefined;
  const location = destination(parameters), shown = !session && !isVouchedFor(client);
  return {
    sessions,
    session,
    client: hint?.valid ? client : undefined,
    onward: location === undefined ? undefined : { location, shown },
    error: undefined,
  };
}

/** The registered address, with the state that was sent and nothing else (section 3). */
function destination(parameters: Parameters): string | undefined {
  const uri = parameter(parameters, "post_logout_redirect_uri"), state = parameter(parameters, "state");
  if (uri === undefined || state === undefined) return uri;
  const response = authorizationResponse("query", uri, { state });
  return response.mode === "query" ? response.location : undefined;
}
