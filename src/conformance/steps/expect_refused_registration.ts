import { refusedRegistration, registrationErrorCode } from "../checks/registration.ts";
import { readObject } from "../exchange.ts";
import type { Stage } from "../stage.ts";
import { discover } from "./discover.ts";
import { keySetOf, makeClientKey } from "./client_key.ts";
import { type ClientMetadata, ordinaryMetadata, postRegistration } from "./register.ts";

/** A registration with this metadata has to be refused with one of these errors. */
export async function expectRefusedRegistration(
  stage: Stage,
  metadata: ClientMetadata,
  allowed: readonly string[],
): Promise<void> {
  const { server } = await discover(stage);
  // With a key of its own, so that nothing but the member in question is wrong.
  const keys = stage.variant.client_auth_type === "private_key_jwt"
    ? { jwks: keySetOf(await makeClientKey()) }
    : {};
  const asked = { ...ordinaryMetadata(stage, server), ...keys, ...metadata };
  const response = await postRegistration(stage, server, asked),
    evidence = { response, body: readObject(response.body), asked };
  stage.verifyAll(refusedRegistration, evidence);
  stage.verify(registrationErrorCode, { ...evidence, allowed });
}
