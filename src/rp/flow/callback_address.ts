import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import type { Broker } from "../broker.ts";

/** Where an upstream sends people back to. */
export const callbackAddress = (
  { tenant }: Pick<Broker, "tenant">,
  { slug }: { readonly slug: string },
): string => `${tenant.issuer}${relyingPartyPaths.callback}/${slug}`;

/**
 * The same with the state of a flow. OAuth 1.0a knows no state: there it is part of the callback that the upstream
 * confirms, so that one rule binds every return to its flow and its browser.
 *
 * @see RFC 5849 section 2.1
 */
export const callbackWith = (
  broker: Pick<Broker, "tenant">,
  upstream: { readonly slug: string },
  state: string,
): string => `${callbackAddress(broker, upstream)}?${new URLSearchParams({ state })}`;
