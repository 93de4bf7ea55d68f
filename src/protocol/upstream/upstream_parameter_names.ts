import { type Quirk, quirkOf } from "./upstream_quirk.ts";

/** What an upstream calls the parameters that say who we are (RFC 6749 section 2.3.1). */
export const parameterNames = (
  quirks: readonly Quirk[],
): { readonly client_id: string; readonly client_secret: string } => ({
  client_id: quirkOf(quirks, "client_id_name")?.parameter ?? "client_id",
  client_secret: quirkOf(quirks, "client_secret_name")?.parameter ?? "client_secret",
});
