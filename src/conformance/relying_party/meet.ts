import type { ConfiguredRelyingParty, TakingCall } from "../config.ts";
import type { WireResponse } from "../exchange.ts";
import type { Stage } from "../stage.ts";
import { filled, sendCall, sendCalls, type Values } from "./calls.ts";
import type { RegisteredParty } from "./client.ts";
import { understoodMethods } from "./client_authentication.ts";
import type { Faults } from "./faults.ts";
import { playProvider, type Provider } from "./provider.ts";

/** A relying party that knows the provider that a module plays. */
export interface Meeting {
  readonly stage: Stage;
  readonly provider: Provider;
  /** Whether the relying party took the provider when it was introduced. */
  readonly introduced: boolean;
  readonly configured: ConfiguredRelyingParty;
  /** What the provider knows of it. */
  readonly party: RegisteredParty;
  /** Where the provider sends people back to who signed out; empty where the configuration says nothing of it. */
  readonly post_logout_redirect_uri: string;
  /** Puts what is known of both into a text of the configuration. */
  readonly fill: (template: string) => string;
  /** Sends requests of the configuration, one after another. @param more Known beside the rest. @returns the last answer. */
  readonly call: (purpose: string, calls: readonly TakingCall[], more: Values) => Promise<WireResponse>;
}

const isSuccess = ({ status }: WireResponse) => status >= 200 && status < 300;

/** Plays a provider with faults, and makes it known to the relying party. */
export async function meet(stage: Stage, faults: Faults = {}): Promise<Meeting> {
  const { config: { relying_party: configured }, variant, name: { plan, module } } = stage;
  if (!configured) throw new Error("The configuration has no relying_party");
  const { client_auth_type } = variant, { client_id, client_secret } = configured;
  if (!understoodMethods.some((method) => method === client_auth_type)) {
    return stage.skip(`The provider that is played here does not understand ${client_auth_type}`);
  }
  stage.addSecret(client_secret);
  const name = crypto.randomUUID().slice(0, 13);
  const path = `/${plan}/${module}`;
  const values = {
    issuer: stage.receiver.origin + path,
    ...{ plan, module, name, client_id, client_secret, client_auth_type },
  };
  const fill = (template: string) => filled(template, values);
  const party: RegisteredParty = {
    ...{ client_id, client_secret },
    redirect_uri: fill(configured.redirect_uri),
    token_endpoint_auth_method: client_auth_type,
  };
  const post_logout_redirect_uri = fill(configured.logout?.post_logout_redirect_uri ?? "");
  const provider = await playProvider(stage, { path, party, post_logout_redirect_uri, faults });
  const { introduce } = configured;
  const introduced = !introduce || isSuccess(await sendCall(stage, "introduction", introduce, values));
  const call: Meeting["call"] = (purpose, calls, more) =>
    sendCalls(stage, purpose, calls, { ...values, ...more });
  return { stage, provider, introduced, configured, party, post_logout_redirect_uri, fill, call };
}
