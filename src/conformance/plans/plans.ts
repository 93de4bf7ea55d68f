import type { Plan } from "../plan.ts";
import { basic, formPostBasic } from "./basic.ts";
import { config } from "./config.ts";

/** Every plan. */
export const plans: readonly Plan[] = [basic, config, formPostBasic];
