import { discoveryDetailChecks, dynamicDiscoveryChecks } from "../checks/discovery.ts";
import type { Module } from "../stage.ts";
import { discover } from "../steps/discover.ts";

/** The documents alone, and closely. */
export const discoveryVerification: Module = {
  id: "oidcc-discovery-endpoint-verification",
  summary: "The metadata document and the published keys are as they have to be",
  run: async (stage) => {
    const { found } = await discover(stage);
    stage.verifyAll(discoveryDetailChecks, found);
    if (stage.variant.client_registration === "dynamic_client") {
      stage.verifyAll(dynamicDiscoveryChecks, found);
    }
  },
};
