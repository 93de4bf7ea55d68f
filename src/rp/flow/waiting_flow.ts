import { type Handle, parseSecret } from "../../crypto/secret.ts";
import { judge, none, type Refusal } from "../../domain/machine.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { upstreamFlow } from "../../domain/upstream_flow.ts";
import { findUpstreamFlow } from "../../store/upstream_flows.ts";
import type { Broker } from "../broker.ts";
import { type FlowMaterial, openMaterial } from "./flow_material.ts";

/** A flow that waits until its person has proven that an account is theirs. */
export interface WaitingFlow {
  readonly state: Handle;
  /** Digest of what binds it to the browser. */
  readonly browser: string;
  readonly material: FlowMaterial;
}

/**
 * Opens a flow that waits, in the browser that started it. It changes nothing.
 *
 * @param text Its state, as addresses and forms carry it.
 * @param cookieOf The secret that binds the flow of a state to the browser.
 */
export async function openWaitingFlow(
  broker: Broker,
  text: string,
  cookieOf: (state: Handle) => string | undefined,
): Promise<Result<WaitingFlow, Refusal<typeof upstreamFlow, "confirm">>> {
  const state = parseSecret("upstream_state", text);
  const row = state && await findUpstreamFlow(broker.store, state);
  if (!state || !row) return err("unknown");
  const browser = parseSecret("upstream_cookie", cookieOf(state) ?? "")?.digest ?? none;
  const refusal = judge(upstreamFlow, "confirm", row, { browser, now: broker.clock() });
  if (refusal) return err(refusal as Refusal<typeof upstreamFlow, "confirm">);
  return ok({ state, browser, material: openMaterial(broker, state, row.material) });
}
