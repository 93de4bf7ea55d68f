import Type from "typebox";
import { offerAdminLink } from "../accounts/create_admin.ts";
import { ok } from "../domain/result.ts";
import { instantText } from "./instant_text.ts";
import { resource } from "./resource.ts";

const adminLink = Type.Object({
  url: Type.String({ description: "Lets whoever opens it first create an administrator, once" }),
  expires_at: Type.String({ description: "Until when the link works", format: "date-time" }),
}, { title: "AdminLink", additionalProperties: false });

/** `POST /users/admin-link` offers a link with which a first, or a locked-out, administrator makes an account. */
export const adminLinkResource = resource({
  method: "POST",
  path: "/users/admin-link",
  operationId: "createAdminLink",
  summary: "Make a one-time link that creates an administrator; earlier ones stop working",
  answer: { status: 200, schema: adminLink },
  handle: async (ports) => {
    const { url, expires_at } = await offerAdminLink(ports);
    return ok({ status: 200, body: { url, expires_at: instantText(expires_at) } });
  },
});
