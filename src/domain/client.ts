import { machine } from "./machine.ts";

/** A registered client. Its client_id is never used again after `delete`. */
export const client = machine({
  name: "client",
  key: ["client_id"],
  initial: "active",
  cells: {
    active: { amend: "=", disable: "disabled", enable: "!enabled", delete: "deleted" },
    disabled: { amend: "=", disable: "!disabled", enable: "active", delete: "deleted" },
    deleted: { amend: "!deleted", disable: "!deleted", enable: "!deleted", delete: "!deleted" },
  },
  guards: {
    amend: [["version", "=", "version", "changed_meanwhile"]],
    disable: [],
    enable: [],
    delete: [],
  },
  trail: ["client_id"],
});
