import type { WireResponse } from "../exchange.ts";
import { markup } from "../markup.ts";

/** A document that nobody is to keep. */
export const json = (document: object, status = 200): WireResponse => ({
  status,
  headers: [["content-type", "application/json"], ["cache-control", "no-store"]],
  body: JSON.stringify(document),
});

/** A page. */
export const page = (title: string, content = markup``, status = 200): WireResponse => ({
  status,
  headers: [["content-type", "text/html; charset=utf-8"]],
  body: markup`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}</html>`
    .markup,
});

/** The name of the button on the page that posts an authorization response. */
export const postButton = "post_response";

/** An authorization response in the mode that it is to have (OAuth 2.0 Form Post Response Mode section 2). */
export function respond(
  redirect_uri: string,
  parameters: Readonly<Record<string, string>>,
  formPost: boolean,
): WireResponse {
  if (formPost) {
    const fields = Object.entries(parameters).map(([name, value]) =>
      markup`<input type="hidden" name="${name}" value="${value}">`
    );
    const form =
      markup`<form method="post" action="${redirect_uri}">${fields}<button name="${postButton}" value="">Go on</button></form>`;
    return page("You are signed in", form);
  }
  const url = new URL(redirect_uri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { status: 303, headers: [["location", url.href]], body: "" };
}
