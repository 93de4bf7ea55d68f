import { relyingPartyPaths } from "../protocol/endpoints.ts";

/** Where a person goes on to prove that an account is theirs. @param flow The text of the flow that waits for it. */
export const proofPath = (flow: string): `/${string}` => `${relyingPartyPaths.proof}?flow=${flow}`;
