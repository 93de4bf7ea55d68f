import Type from "typebox";
import { closed } from "./resource.ts";

/** What one look at something found, as it is shown. */
export const findingSchema = closed({
  check: Type.String({ description: "Stable name of what was looked at" }),
  status: Type.Enum(["ok", "warn", "fail"]),
  found: Type.String(),
  remedy: Type.String({ description: "Empty where there is nothing to do" }),
});
