import type { Call, ConfiguredRelyingParty } from "../config.ts";
import type { Stage } from "../stage.ts";
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
  /** Puts what is known of both into a text of the configuration. */
  readonly fill: (template: string) => string;
}

type Encode = (text: string) => string;

const asJson: Encode = (text) => JSON.stringify(text).slice(1, -1);

/** Puts values where their names stand in braces. */
const filled = (template: string, values: Readonly<Record<string, string>>, encode: Encode) =>
  template.replaceAll(
    /\{([a-z_]+)\}/g,
    (whole, name: string) => Object.hasOwn(values, name) ? encode(values[name]!) : whole,
  );

/** Sends a request of the configuration. @returns whether it is answered by success. */
async function call(
  stage: Stage,
  { url, method = "POST", headers = {}, body }: Call,
  values: Readonly<Record<string, string>>,
): Promise<boolean> {
  const encode = headers["content-type"]?.includes("json") ? asJson : encodeURIComponent;
  const { status } = await stage.send("introduction", {
    ...{ method, headers, url: filled(url, values, encodeURIComponent) },
    ...(body === undefined ? {} : { body: filled(body, values, encode) }),
  });
  return status >= 200 && status < 300;
}

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
  const fill = (template: string) => filled(template, values, encodeURIComponent);
  const party: RegisteredParty = {
    ...{ client_id, client_secret },
    redirect_uri: fill(configured.redirect_uri),
    token_endpoint_auth_method: client_auth_type,
  };
  const provider = await playProvider(stage, { path, party, faults });
  const introduced = !configured.introduce || await call(stage, configured.introduce, values);
  return { stage, provider, introduced, configured, party, fill };
}
