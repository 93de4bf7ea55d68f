import type { Handle } from "../../crypto/secret.ts";
import type { Instant } from "../../domain/time.ts";
import type { Oauth1Credentials } from "../../protocol/upstream/oauth1_response.ts";
import { opened, openJson, type PlaceInTenant, sealJson } from "../../store/tenant_seal.ts";
import type { Broker } from "../broker.ts";

/** What only one flow knows. */
export interface FlowMaterial {
  readonly nonce: string;
  readonly code_verifier: string;
  /** What an upstream gave for this flow alone, where it speaks OAuth 1.0a (RFC 5849 section 2.1). */
  readonly temporary?: Oauth1Credentials;
  /** When the person must prove themselves at the earliest; left out where any time will do. */
  readonly auth_time_required?: Instant;
  /** Where the person goes afterwards: on with an authorization request, or to an address that was judged. */
  readonly interaction?: string;
  /** The client whose authorization request it is. */
  readonly client_id?: string;
  readonly redirect_uri?: string;
}

const place = ({ digest }: Handle): PlaceInTenant => ["upstream_flow", "material", digest];

/** Seals what a flow knows. @param state The flow's, to which it is bound. */
export const sealMaterial = (broker: Broker, state: Handle, material: FlowMaterial): Uint8Array =>
  sealJson(broker, place(state), material);

/** Opens it again. */
export const openMaterial = (broker: Broker, state: Handle, sealed: Uint8Array): FlowMaterial =>
  opened(openJson<FlowMaterial>(broker, place(state), sealed), "What a flow knows");
