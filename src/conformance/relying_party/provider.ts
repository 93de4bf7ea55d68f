import { formType, type WireRequest, type WireResponse } from "../exchange.ts";
import { valueOf } from "../parameters.ts";
import type { Stage } from "../stage.ts";
import { json, page, respond } from "./answers.ts";
import { bearerIn } from "./bearer.ts";
import { find } from "../check.ts";
import { tokenRequestChecks } from "./checks/token_request.ts";
import type { RegisteredParty } from "./client.ts";
import { understoodMethods } from "./client_authentication.ts";
import type { Asked, Faults, Place } from "./faults.ts";
import type { Granted } from "./granted.ts";
import { idTokenFor } from "./id_token.ts";
import { type LogoutTokenFaults, logoutTokenFor } from "./logout_token.ts";
import { providerKeys } from "./keys.ts";
import { claimsFor } from "./person.ts";

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
  { path, party: registered, faults }: {
    readonly path: string;
    readonly party: RegisteredParty;
    readonly faults: Faults;
  },
): Promise<Provider> {
  const keys = await providerKeys(), asked: Asked[] = [], granted: Granted[] = [];
  const formPostOnly = stage.variant.response_mode === "form_post";
  let turn = 0;
  const named = () =>
    keys.map(({ privateKey, jwk }, at) => ({
      privateKey,
      jwk: { ...jwk, kid: `key-${turn}-${at}`, alg: "RS256", use: "sig" },
    }));
  // What is rotated in has to differ from what it replaces.
  const published = () => {
    const all = named();
    return faults.severalKeys ? all.slice(0, 2) : [all[turn % 2]!];
  };

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
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: understoodMethods,
        code_challenge_methods_supported: ["S256"],
        scopes_supported: ["openid", "profile", "email", "address", "phone"],
        authorization_response_iss_parameter_supported: true,
        backchannel_logout_supported: true,
        backchannel_logout_session_supported: true,
      };
      return json({ ...metadata, ...faults.metadata?.(metadata) });
    },
    jwks_uri: () => json({ keys: published().map(({ jwk }) => jwk) }),
    authorization_endpoint: ({ method, query, form }) => {
      const request = method === "POST" ? form : query, { redirect_uri } = registered;
      if (valueOf(request, "redirect_uri") !== redirect_uri) {
        return page("The redirect_uri is not registered", undefined, 400);
      }
      const grant: Granted = {
        ...{ code: crypto.randomUUID(), access_token: crypto.randomUUID() },
        ...{ sub: crypto.randomUUID(), sid: crypto.randomUUID() },
        request,
      };
      granted.push(grant);
      stage.addSecret(grant.access_token);
      const state = valueOf(request, "state");
      const parameters = { code: grant.code, iss: issuer, ...(state === undefined ? {} : { state }) };
      return respond(
        redirect_uri,
        parameters,
        formPostOnly || valueOf(request, "response_mode") === "form_post",
      );
    },
    token_endpoint: async (request) => {
      const grant = granted.find(({ code }) => code === valueOf(request.form, "code"));
      const evidence = { asked: request, granted: grant, party: registered };
      const fault = tokenRequestChecks.find((check) => find(check, evidence).received !== undefined);
      if (!grant || fault) return json({ error: fault?.error ?? "invalid_grant" }, 400);
      if (faults.rotatesBeforeSigning) turn++;
      const id_token = await idTokenFor(grant, {
        ...{ issuer, client_id: registered.client_id, faults: faults.idToken ?? {} },
        ...{ key: published().at(-1)!, other: named().at(-1)!, now: stage.now() },
      });
      const { access_token } = grant;
      return json({ access_token, token_type: "Bearer", expires_in: 300, id_token });
    },
    userinfo_endpoint: (request) => {
      const { token } = bearerIn(request);
      const grant = granted.find(({ access_token }) => access_token === token);
      if (!grant) return json({ error: "invalid_token" }, 401);
      const claims = claimsFor(grant);
      return json({ ...claims, ...faults.userinfo?.(claims) });
    },
  };

  const logoutToken: Provider["logoutToken"] = (grant, faults) =>
    logoutTokenFor(grant, { issuer, ...registered, key: published().at(-1)!, faults, now: stage.now() });
  const issuer = stage.answer(path, async (request) => {
    const place = paths[new URL(request.url).pathname.slice(path.length)];
    if (!place) {
      return { response: page("There is nothing here", undefined, 404), purpose: "unknown address" };
    }
    const read = readAsked(place, request);
    asked.push(read);
    const purpose = place === "authorization_endpoint" ? undefined : place.replaceAll("_", " ");
    return { response: await answers[place](read), purpose };
  });
  return { issuer, asked, granted, rotateKeys: () => void turn++, logoutToken };
}
