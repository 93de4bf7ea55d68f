import { machine } from "./machine.ts";

/** What a person agreed to for one client. A withdrawn consent stays withdrawn; agreeing again makes a new one, so nothing old comes back to life. */
export const consent = machine({
  name: "consent",
  key: ["id"],
  initial: "given",
  cells: {
    given: { extend: "=", withdraw: "withdrawn" },
    withdrawn: { extend: "!withdrawn", withdraw: "!withdrawn" },
  },
  guards: { extend: [], withdraw: [] },
  trail: ["client_id", "account_id"],
});
