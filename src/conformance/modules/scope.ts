import type { Module } from "../stage.ts";
import { listIn } from "../server.ts";
import { begin } from "../steps/begin.ts";
import { logInAndAsk } from "../steps/log_in.ts";

const asksFor = (id: string, scopes: readonly string[]): Module => ({
  id,
  summary: `The claims of scope ${scopes.join(", ")} are told where they belong`,
  run: async (stage) => {
    const session = await begin(stage), { metadata } = session.server;
    const missing = scopes.filter((scope) => !listIn(session.server, "scopes_supported").includes(scope));
    if (metadata.scopes_supported !== undefined && missing.length > 0) {
      stage.skip(`scopes_supported lacks ${missing.join(", ")}`);
    }
    await logInAndAsk(session, { parameters: { scope: ["openid", ...scopes].join(" ") }, scopes });
  },
});

/** Name and the like. */
export const scopeProfile: Module = asksFor("oidcc-scope-profile", ["profile"]);

/** E-mail address. */
export const scopeEmail: Module = asksFor("oidcc-scope-email", ["email"]);

/** Postal address. */
export const scopeAddress: Module = asksFor("oidcc-scope-address", ["address"]);

/** Telephone number. */
export const scopePhone: Module = asksFor("oidcc-scope-phone", ["phone"]);

/** All of them. */
export const scopeAll: Module = asksFor("oidcc-scope-all", ["profile", "email", "address", "phone"]);
