import { isConfidential } from "../domain/client_metadata.ts";
import { describable } from "../domain/oauth_text.ts";
import { err, ok } from "../domain/result.ts";
import { allowedScopes, isScopeList, parseScope, standardScopes } from "../domain/scope.ts";
import { parameter } from "../protocol/parameters.ts";
import { useClient } from "../store/clients.ts";
import { prepareAccessToken } from "./issue_tokens.ts";
import type { TokenGrant } from "./token_grant.ts";

/** Scopes about a person mean nothing where there is none. */
const personal: readonly string[] = standardScopes;

/** Gives a client a token for itself (RFC 6749 section 4.4). There is no grant, no refresh token and no ID token. */
export const clientCredentialsGrant: TokenGrant = {
  grantType: "client_credentials",
  required: [],
  redeem: async (provider, { client, parameters }) => {
    if (!isConfidential(client)) {
      return err({
        code: "unauthorized_client",
        why: "client_credentials.confidential",
        description: "Only a client that authenticates may use client_credentials",
      });
    }
    const asked = parameter(parameters, "scope");
    const allowed = allowedScopes(client, provider.tenant.policy).filter((scope) =>
      !personal.includes(scope)
    );
    const scopes = asked === undefined
      ? client.metadata.scope === undefined ? [] : allowed
      : parseScope(asked);
    const foreign = scopes.filter((scope) => !allowed.includes(scope));
    if (foreign.length > 0 || !isScopeList(asked ?? "openid")) {
      return err({
        code: "invalid_scope",
        why: "scope.allowed",
        description: `This client may not have: ${describable(foreign.join(" "))}`,
      });
    }
    const now = provider.clock();
    const token = await prepareAccessToken(provider, { client, family: undefined, scopes, now });
    await useClient(provider.store, client, now);
    await token.save(provider.store);
    return ok({
      access_token: token.token,
      token_type: "Bearer",
      expires_in: token.expiresAt - now,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
    });
  },
};
