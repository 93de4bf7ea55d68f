import { requestObjectAlgAnnounced } from "../checks/discovery.ts";
import { valueOf } from "../parameters.ts";
import { listIn, type Server } from "../server.ts";
import type { Session } from "../session.ts";
import { dynamicOnly, type Module, type Stage } from "../stage.ts";
import { type Authorization, expectRefused, requestOf } from "../steps/authorize.ts";
import { begin, beginWith } from "../steps/begin.ts";
import { makeClientKey, signAs } from "../steps/client_key.ts";
import { expectErrorPage } from "../steps/expect_page.ts";
import { completeLogin } from "../steps/log_in.ts";
import type { Differing } from "../steps/register.ts";
import {
  authorizeBy,
  publishRequestObject,
  requestObjectPath,
  unsignedRequestObject,
} from "../steps/request_object.ts";

/** Metadata may say in so many words that unsigned objects are not taken. */
function skipUnlessUnsigned(stage: Stage, server: Server): void {
  const name = "request_object_signing_alg_values_supported";
  if (server.metadata[name] !== undefined && !listIn(server, name).includes("none")) {
    stage.skip(`${name} lacks none`);
  }
}

/** Either the object is honoured in full, or it is refused by the error for that. */
async function honouredOrRejected(
  session: Session,
  authorization: Authorization,
  error: string,
): Promise<void> {
  const { arrival } = authorization.visit;
  const said = arrival && (valueOf(arrival.fields, "error") ?? arrival.url.searchParams.get("error") ??
    new URLSearchParams(arrival.url.hash.slice(1)).get("error"));
  if (said !== error) return void await completeLogin(session, authorization);
  expectRefused(session, authorization, [error]);
  session.stage.skip(`The server answers ${error}`);
}

/** By value. What stands outside differs, so that whoever ignores the object is found out. */
export const unsignedRequestObjectOrRejected: Module = {
  id: "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
  summary: "An unsigned request object is honoured, or refused with request_not_supported",
  run: async (stage) => {
    const session = await begin(stage);
    skipUnlessUnsigned(stage, session.server);
    const request = requestOf(session, {}), nonce = stage.random.text(24);
    const sent = { ...request.parameters, nonce, request: unsignedRequestObject(request.parameters) };
    await honouredOrRejected(session, await authorizeBy(session, request, sent), "request_not_supported");
  },
};

/** Asks with an object at the client's registered address. What stands outside differs from it. */
async function byReference(
  session: Session,
  path: string,
  make: (parameters: Readonly<Record<string, string>>) => string | Promise<string>,
): Promise<Authorization> {
  const { stage } = session, request = requestOf(session, {}), nonce = stage.random.text(24);
  const request_uri = publishRequestObject(stage, path, await make(request.parameters));
  return await authorizeBy(session, request, { ...request.parameters, nonce, request_uri });
}

const reference = (
  stage: Stage,
  path: string,
  request_object_signing_alg: string,
): Differing["metadata"] => ({
  request_uris: [`${stage.receiver.origin}${path}`],
  request_object_signing_alg,
});

/** Registers a client for an unsigned object behind an address, and asks with it. */
async function byUnsignedReference(stage: Stage) {
  const path = requestObjectPath(stage);
  const session = await beginWith(stage, (server) => {
    skipUnlessUnsigned(stage, server);
    return { metadata: reference(stage, path, "none")! };
  });
  return { session, authorization: await byReference(session, path, unsignedRequestObject) };
}

/** By reference. */
export const requestUriUnsignedOrRejected: Module = {
  id: "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
  summary: "An unsigned request object behind a request_uri is honoured, or refused",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const { session, authorization } = await byUnsignedReference(stage);
    await honouredOrRejected(session, authorization, "request_uri_not_supported");
  },
};

/** By reference, where unsigned objects are taken. */
export const requestUriUnsigned: Module = {
  id: "oidcc-request-uri-unsigned",
  summary: "An unsigned request object behind a request_uri is honoured",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const { session, authorization } = await byUnsignedReference(stage);
    await completeLogin(session, authorization);
  },
};

/** By reference, signed. */
export const requestUriSignedRs256: Module = {
  id: "oidcc-request-uri-signed-rs256",
  summary: "A request object behind a request_uri, signed with RS256, is honoured",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const path = requestObjectPath(stage), key = await makeClientKey("RS256");
    const session = await beginWith(stage, { metadata: reference(stage, path, "RS256")!, key });
    const supported = listIn(session.server, "request_object_signing_alg_values_supported");
    stage.verify(requestObjectAlgAnnounced, { alg: "RS256", supported });
    const authorization = await byReference(session, path, (parameters) =>
      signAs(key, {
        ...parameters,
        iss: session.client.client_id,
        aud: session.server.issuer,
        iat: stage.now(),
        exp: stage.now() + 300,
      }, "oauth-authz-req+jwt"));
    await completeLogin(session, authorization);
  },
};

/** What stands inside wins, or nothing does. */
export const requestObjectWithRedirectUri: Module = {
  id: "oidcc-ensure-request-object-with-redirect-uri",
  summary: "With an unregistered redirect_uri outside of a request object the one inside is used, or none",
  run: async (stage) => {
    const session = await begin(stage);
    skipUnlessUnsigned(stage, session.server);
    const request = requestOf(session, {}),
      redirect_uri = `${session.client.redirect_uri}/${stage.random.text(10)}`;
    const sent = { ...request.parameters, redirect_uri, request: unsignedRequestObject(request.parameters) };
    const authorization = await authorizeBy(session, request, sent);
    if (authorization.visit.arrival) await completeLogin(session, authorization);
    else expectErrorPage(session, authorization);
  },
};
