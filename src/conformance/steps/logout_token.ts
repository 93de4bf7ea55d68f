import {
  logoutDelivered,
  logoutRequestChecks,
  logoutRequestTls,
  logoutTokenChecks,
  logoutTokenSignatureChecks,
} from "../checks/logout_token.ts";
import type { Session } from "../session.ts";
import type { Inbox, Stage } from "../stage.ts";
import { type Decoded, decodeJwt, signatureFault } from "./verify_jwt.ts";

/** Seconds between two looks at whether something came: servers send it in their own time. */
const looks = [0.2, 0.3, 0.5, 0.5, 1, 1, 2, 5, 10];

async function waitFor(stage: Stage, { received }: Inbox): Promise<void> {
  for (const seconds of looks) {
    if (received.length > 0) return;
    await stage.wait(seconds);
  }
}

/** A logout token has to come, and to be about the session of an ID token. */
export async function expectLogoutToken(
  { stage, server, client }: Session,
  inbox: Inbox,
  idToken: Decoded,
): Promise<void> {
  await waitFor(stage, inbox);
  stage.require([logoutDelivered], inbox.received);
  const request = inbox.received.find(({ method }) => method === "POST")!;
  const fields = [...new URLSearchParams(request.body)];
  stage.verify(logoutRequestTls, request);
  stage.verifyAll(logoutRequestChecks, { request, fields });
  const raw = fields.find(([name]) => name === "logout_token")?.[1];
  if (raw === undefined) return;
  stage.addSecret(raw);
  const decoded = decodeJwt(raw);
  const evidence = {
    header: decoded?.header,
    claims: decoded?.claims ?? {},
    signatureFault: decoded && await signatureFault(stage, server, decoded),
    issuer: server.issuer,
    client_id: client.client_id,
    alg: client.id_token_signed_response_alg,
    idToken: idToken.claims,
    now: stage.now(),
  };
  stage.require(logoutTokenSignatureChecks, evidence);
  stage.verifyAll(logoutTokenChecks, evidence);
}
