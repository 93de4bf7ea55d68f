import { machine } from "./machine.ts";

/** A person. `pending` has no way to sign in yet; `erased` has nothing personal left and never comes back. */
export const account = machine({
  name: "account",
  key: ["id"],
  initial: "pending",
  cells: {
    pending: { activate: "active", amend: "=", disable: "disabled", enable: "!pending", erase: "erased" },
    active: { activate: "!active", amend: "=", disable: "disabled", enable: "!active", erase: "erased" },
    disabled: { activate: "!disabled", amend: "=", disable: "!disabled", enable: "active", erase: "erased" },
    erased: {
      activate: "!erased",
      amend: "!erased",
      disable: "!erased",
      enable: "!erased",
      erase: "!erased",
    },
  },
  guards: {
    activate: [],
    amend: [["version", "=", "version", "changed_meanwhile"]],
    disable: [],
    enable: [],
    erase: [],
  },
  trail: [],
});
