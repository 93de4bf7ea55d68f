import { discoveryVerification } from "../modules/discovery.ts";
import { pin, type Plan } from "../plan.ts";

/** Config OP: the documents alone. */
export const config: Plan = {
  name: "oidcc-config-certification-test-plan",
  profile: "Config OP",
  entries: pin({ client_registration: "static_client" }, discoveryVerification),
};
