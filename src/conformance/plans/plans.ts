import type { Plan } from "../plan.ts";
import { basic, formPostBasic } from "./basic.ts";

/** Every plan. */
export const plans: readonly Plan[] = [basic, formPostBasic];
