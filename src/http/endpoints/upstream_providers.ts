import { none } from "../../domain/machine.ts";
import { findActiveClient } from "../../store/clients.ts";
import { answerOAuthError } from "../answer_error.ts";
import type { HttpContext } from "../env.ts";
import { upstreamLinks } from "../upstream_links.ts";

/** Lists what an application's people may sign in with, beside a password. */
export async function getUpstreamProviders(c: HttpContext): Promise<Response> {
  const { store } = c.var.provider, client_id = c.req.query("client_id");
  c.set("clientId", client_id);
  const client = client_id === undefined ? undefined : await findActiveClient(store, client_id);
  if (client_id !== undefined && !client) {
    return answerOAuthError(c, {
      code: "invalid_request",
      why: "upstream_providers.client_id",
      description: "There is no client of this client_id",
    });
  }
  const links = await upstreamLinks(c, { client });
  c.header("Cache-Control", "no-store");
  return c.json({
    providers: links.map(({ slug, name, preset, href }) => ({
      id: slug,
      display_name: name,
      // By what an app knows which mark of its own to show.
      preset: preset === none ? null : preset,
      authorize_uri: href,
    })),
  });
}
