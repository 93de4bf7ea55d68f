import type { Check } from "./check.ts";
import { sendingOnce, type WithParameters } from "./mend.ts";
import { repeatedParameters } from "./parameters.ts";

/**
 * The row that refuses a repeated parameter, as the step table of each endpoint has it.
 *
 * @param names The parameters of the endpoint; whatever else is sent may be sent as often as one likes.
 */
export function onceCheck<F extends WithParameters>(section: string, names: readonly string[]): Check<F> {
  const repeated = ({ parameters }: F) => repeatedParameters(parameters, names);
  return {
    id: "parameters.once",
    section,
    error: "invalid_request",
    description: (facts) => `A parameter may occur once: ${repeated(facts).join(", ")}`,
    expected: () => "Each parameter at most once",
    received: (facts) => `Repeated: ${repeated(facts).join(", ")}`,
    holds: (facts) => repeated(facts).length === 0,
    mend: (facts) => sendingOnce(facts, repeated(facts)),
  };
}
