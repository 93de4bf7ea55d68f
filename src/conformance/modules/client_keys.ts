import { assertionIssAud } from "../checks/client_assertion.ts";
import { frontCode, valueOf } from "../parameters.ts";
import { dynamicOnly, type Module, type Stage } from "../stage.ts";
import { authorize, expectGranted } from "../steps/authorize.ts";
import { begin, beginWith } from "../steps/begin.ts";
import { makeClientKey, publishKeySet } from "../steps/client_key.ts";
import { logIn } from "../steps/log_in.ts";
import { expectTokenError, expectTokens, presentCode } from "../steps/redeem.ts";
import { logInOffline, refresh } from "../steps/refresh.ts";

const jwksPath = ({ random }: Stage) => `/jwks/${random.text(16)}.json`;

const byKey = ({ client_auth_type }: Stage["variant"]) => client_auth_type === "private_key_jwt";

/** Keys behind an address. */
export const registrationJwksUri: Module = {
  id: "oidcc-registration-jwks-uri",
  summary: "A client authenticates with a key behind its jwks_uri",
  appliesTo: (variant) => dynamicOnly(variant) && byKey(variant),
  run: async (stage) => {
    const key = await makeClientKey(), jwks_uri = publishKeySet(stage, jwksPath(stage), key);
    await logIn(await beginWith(stage, { key, metadata: { jwks_uri } }));
  },
};

/** Seconds after which a server looks at a jwks_uri again, where the configuration does not say. */
const usualDelay = 60;

/** Another key behind the same address. */
export const refreshTokenRpKeyRotation: Module = {
  id: "oidcc-refresh-token-rp-key-rotation",
  summary: "A client that changed the key behind its jwks_uri authenticates with the new one",
  waits: usualDelay,
  appliesTo: (variant) => dynamicOnly(variant) && frontCode(variant) && byKey(variant),
  run: async (stage) => {
    const key = await makeClientKey(), path = jwksPath(stage), jwks_uri = publishKeySet(stage, path, key);
    const session = await beginWith(stage, { key, metadata: { jwks_uri } });
    const login = await logInOffline(session);
    if (login.refresh_token === undefined) return stage.skip("No refresh token was issued");
    const next = await makeClientKey();
    publishKeySet(stage, path, next);
    await stage.wait(stage.config.server.jwks_refresh_delay ?? usualDelay);
    const renewed = { ...session, client: { ...session.client, key: next } };
    expectTokens(renewed, await refresh(renewed, login.refresh_token), { idTokenDue: false });
  },
};

/** The issuer as the audience of an assertion. */
export const clientAssertionIssAud: Module = {
  id: "oidcc-ensure-client-assertion-with-iss-aud-succeeds",
  summary: "A client assertion whose audience is the issuer is taken",
  appliesTo: (variant) => dynamicOnly(variant) && frontCode(variant) && byKey(variant),
  run: async (stage) => {
    const session = await begin(stage);
    const { parameters } = expectGranted(session, await authorize(session));
    const response = await presentCode(session, valueOf(parameters, "code")!, {
      audience: session.server.issuer,
    });
    if (stage.verify(assertionIssAud, response)) expectTokens(session, response, { idTokenDue: true });
    else expectTokenError(session, response, ["invalid_client", "invalid_request"]);
  },
};
