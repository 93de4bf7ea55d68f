import { formType, type WireRequest, type WireResponse } from "../exchange.ts";
import { valueOf } from "../parameters.ts";
import type { Stage } from "../stage.ts";
import { json, page, respond } from "./answers.ts";
import { bearerIn } from "./bearer.ts";
import type { RegisteredParty } from "./client.ts";
import { understoodMethods } from "./client_authentication.ts";
import type { Asked, Faults, Place } from "./faults.ts";
import type { Granted } from "./granted.ts";
import { type LogoutTokenFaults, logoutTokenFor } from "./logout_token.ts";
import { claimsFor } from "./person.ts";
import { openSigning } from "./signing.ts";
import { answerTokenRequest } from "./token_endpoint.ts";

/** An OpenID Provider that a module plays, with its faults. */
export interface Provider {
  readonly issuer: string;
  /** What came to it so far, in order. */
  readonly asked: readonly Asked[];
  /** What it granted so far, in order. */
  readonly granted: readonly Granted[];
  /** From now on it signs by another key, and publishes that one alone. */
  readonly rotateKeys: () => void;
  /** A logout token of the session in which something was granted. */
  readonly logoutToken: (granted: Granted, faults: LogoutTokenFaults) => Promise<string>;
}

const paths: Readonly<Record<string, Place>> = {
  "/.well-known/openid-configuration": "metadata",
  "/jwks": "jwks_uri",
  "/authorize": "authorization_endpoint",
  "/token": "token_endpoint",
  "/userinfo": "userinfo_endpoint",
  "/end_session": "end_session_endpoint",
};

const readAsked = (place: Place, { method, url, headers, body = "" }: WireRequest): Asked => ({
  ...{ place, method, headers },
  query: [...new URL(url).searchParams],
  form: headers["content-type"]?.startsWith(formType) ? [...new URLSearchParams(body)] : [],
});

/**
 * Plays an OpenID Provider for one relying party. Every person who comes is signed in there already, and is somebody
 * else each time.
 */
export async function playProvider(
  stage: Stage,
  { path, party: registered, post_logout_redirect_uri, faults }: {
    readonly path: string;
    readonly party: RegisteredParty;
    readonly post_logout_redirect_uri: string;
    readonly faults: Faults;
  },
): Promise<Provider> {
  const asked: Asked[] = [],
    granted: Granted[] = [],
    signing = await openSigning(faults.severalKeys ?? false);
  const formPostOnly = stage.variant.response_mode === "form_post";

  const answers: Readonly<Record<Place, (request: Asked) => WireResponse | Promise<WireResponse>>> = {
    metadata: () => {
      const metadata = {
        issuer,
        ...Object.fromEntries(
          Object.entries(paths).filter(([, place]) => place !== "metadata")
            .map(([below, place]) => [place, issuer + below]),
        ),
        response_types_supported: ["code"],
        response_modes_supported: formPostOnly ? ["form_post"] : ["query", "form_post"],
        grant_types_supported: ["authorization_code", "refresh_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: understoodMethods,
        code_challenge_methods_supported: ["S256"],
        scopes_supported: ["openid", "profile", "email", "address", "phone", "offline_access"],
        authorization_response_iss_parameter_supported: true,
        backchannel_logout_supported: true,
        backchannel_logout_session_supported: true,
      };
      return json({ ...metadata, ...faults.metadata?.(metadata) });
    },
    jwks_uri: () => json({ keys: signing.published().map(({ jwk }) => jwk) }),
    authorization_endpoint: ({ method, query, form }) => {
      const request = method === "POST" ? form : query, { redirect_uri } = registered;
      if (valueOf(request, "redirect_uri") !== redirect_uri) {
        return page("The redirect_uri is not registered", undefined, 400);
      }
      const grant: Granted = {
        ...{ code: crypto.randomUUID(), access_token: crypto.randomUUID() },
        ...{ refresh_token: crypto.randomUUID(), refreshed_access_token: crypto.randomUUID() },
        ...{ sub: crypto.randomUUID(), sid: crypto.randomUUID() },
        request,
      };
      granted.push(grant);
      for (const secret of [grant.access_token, grant.refresh_token, grant.refreshed_access_token]) {
        stage.addSecret(secret);
      }
      const state = valueOf(request, "state");
      const parameters = { code: grant.code, iss: issuer, ...(state === undefined ? {} : { state }) };
      return respond(
        redirect_uri,
        parameters,
        formPostOnly || valueOf(request, "response_mode") === "form_post",
      );
    },
    token_endpoint: (request) =>
      answerTokenRequest(
        { issuer, party: registered, faults, granted, signing, now: stage.now },
        request,
      ),
    userinfo_endpoint: (request) => {
      const { token } = bearerIn(request);
      const grant = granted.find(({ access_token, refreshed_access_token }) =>
        token === access_token || token === refreshed_access_token
      );
      if (!grant) return json({ error: "invalid_token" }, 401);
      const claims = claimsFor(grant);
      return json({ ...claims, ...faults.userinfo?.(claims) });
    },
    end_session_endpoint: ({ method, query, form }) => {
      const request = method === "POST" ? form : query;
      if (valueOf(request, "post_logout_redirect_uri") !== post_logout_redirect_uri) {
        return page("You are signed out");
      }
      const sent = valueOf(request, "state"), { logoutState } = faults;
      const state = logoutState === "none" ? undefined : logoutState === "other" ? "another" : sent;
      return respond(post_logout_redirect_uri, state === undefined ? {} : { state }, false);
    },
  };

  const logoutToken: Provider["logoutToken"] = (grant, faults) =>
    logoutTokenFor(grant, { issuer, ...registered, key: signing.current(), faults, now: stage.now() });
  const issuer = stage.answer(path, async (request) => {
    const place = paths[new URL(request.url).pathname.slice(path.length)];
    if (!place) {
      return { response: page("There is nothing here", undefined, 404), purpose: "unknown address" };
    }
    const read = readAsked(place, request);
    asked.push(read);
    const byBrowser = place === "authorization_endpoint" || place === "end_session_endpoint";
    const purpose = byBrowser ? undefined : place.replaceAll("_", " ");
    return { response: await answers[place](read), purpose };
  });
  return { issuer, asked, granted, rotateKeys: signing.rotate, logoutToken };
}
