import { isVouchedFor } from "../domain/client_origin.ts";
import type { Client } from "../domain/client_metadata.ts";
import { inLanguage, type LocalizedMember } from "../domain/localized_metadata.ts";
import { provesReceiver } from "../domain/redirect_uri.ts";
import { versioned } from "./own_address.ts";
import type { ClientCard } from "./pages/client_card.tsx";

/** Where a redirect URI leads: its host, or its scheme where an app on the device takes it. */
export function hostOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri);
  return host || protocol;
}

/** Path under the issuer at which the logos of clients are shown. */
export const logoPath = "/logos";

/**
 * What pages show of a client.
 *
 * @param redirectUri Where the person will be sent; undefined where nothing is registered.
 * @param shown locale: the language of the page; logos: where this server shows the logos of the tenant's clients.
 */
export function clientCard(
  client: Pick<Client, "client_id" | "origin" | "metadata">,
  redirectUri: string | undefined,
  { locale, logos }: { readonly locale: string; readonly logos: string },
): ClientCard {
  const { client_id, origin, metadata } = client;
  const said = (member: LocalizedMember) => inLanguage(metadata, member, locale);
  const uri = said("client_uri"), policyUri = said("policy_uri"), tosUri = said("tos_uri");
  const target = redirectUri === undefined ? client_id : hostOf(redirectUri);
  const onDevice = !isVouchedFor(client) && redirectUri !== undefined && !provesReceiver(redirectUri, false);
  return {
    name: said("client_name") ?? client_id,
    // A client that names itself by a URL is proven to be of that host, wherever its answers go.
    host: origin === "document" ? new URL(client_id).host : target,
    target,
    unverified: !isVouchedFor(client),
    onDevice,
    elsewhere: origin === "document" && redirectUri !== undefined && !onDevice &&
      new URL(redirectUri).origin !== new URL(client_id).origin,
    ...(metadata.logo_uri
      ? { logoSrc: versioned(`${logos}/${encodeURIComponent(client_id)}`, metadata.logo_uri) }
      : {}),
    ...(uri ? { uri } : {}),
    ...(policyUri ? { policyUri } : {}),
    ...(tosUri ? { tosUri } : {}),
  };
}
