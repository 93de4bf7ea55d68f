import { machine } from "./machine.ts";

/**
 * A registered client. Its client_id is never used again after `delete`. `use` notes that a person or the client itself
 * did something with a registration that would otherwise have lapsed.
 */
export const client = machine({
  name: "client",
  key: ["client_id"],
  initial: "active",
  cells: {
    active: { amend: "=", use: "=", disable: "disabled", enable: "!enabled", delete: "deleted" },
    disabled: { amend: "=", use: "!disabled", disable: "!disabled", enable: "active", delete: "deleted" },
    deleted: {
      amend: "!deleted",
      use: "!deleted",
      disable: "!deleted",
      enable: "!deleted",
      delete: "!deleted",
    },
  },
  guards: {
    amend: [["version", "=", "version", "changed_meanwhile"]],
    use: [],
    disable: [],
    enable: [],
    delete: [],
  },
  trail: ["client_id", "origin"],
});
