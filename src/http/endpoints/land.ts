import type { Handle } from "../../crypto/secret.ts";
import { isLocalPath } from "../../domain/local_path.ts";
import type { FlowMaterial } from "../../rp/flow/flow_material.ts";
import type { SessionRow } from "../../store/sessions.ts";
import type { HttpContext } from "../env.ts";
import { openHere } from "./interaction.tsx";
import { goOn } from "./login.ts";

/**
 * Sends a person on who came through an upstream and is signed in: with the authorization request that they came for,
 * else where they were going.
 *
 * @param browser The handle of the browser's cookie as it is now.
 * @param otherwise Where they go who were going nowhere.
 */
export async function land(
  c: HttpContext,
  { interaction, redirect_uri }: Pick<FlowMaterial, "interaction" | "redirect_uri">,
  { session, browser, otherwise }: {
    readonly session: SessionRow;
    readonly browser: Handle | undefined;
    readonly otherwise: () => Response;
  },
): Promise<Response> {
  const { issuer } = c.var.provider.tenant;
  c.header("Cache-Control", "no-store");
  if (interaction !== undefined) {
    const opened = await openHere(c, interaction);
    if (opened instanceof Response) return opened;
    const standing = { ...opened.standing, browser };
    return await goOn(c, { ...opened, standing }, {
      event: "authenticate",
      session_id: session.id,
      account_id: session.account_id,
    });
  }
  if (redirect_uri === undefined) return otherwise();
  return c.redirect(isLocalPath(redirect_uri) ? issuer + redirect_uri : redirect_uri, 303);
}
