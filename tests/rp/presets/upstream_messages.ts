/** How requests to ready-made upstreams, and what they answer, are written. */
import type { PresetFixture } from "./fixture.ts";

/** An answer in JSON. */
export const json = (document: unknown, status = 200, type = "application/json; charset=utf-8") =>
  new Response(JSON.stringify(document), { status, headers: { "content-type": type } });

/** The parameters of a token request; undefined where it is sent in another way than it has to be. */
export async function tokenParameters(as: PresetFixture["token"]["as"], url: URL, request: Request) {
  const type = request.headers.get("content-type") ?? "", body = await request.text();
  if (as === "query") return request.method === "GET" ? url.searchParams : undefined;
  if (request.method !== "POST") return undefined;
  if (as === "json") return type === "application/json" ? new URLSearchParams(JSON.parse(body)) : undefined;
  return type === "application/x-www-form-urlencoded" ? new URLSearchParams(body) : undefined;
}

/** A page that posts itself, as OAuth 2.0 Form Post Response Mode section 2 has it. */
export function formPage(action: string, parameters: URLSearchParams): Response {
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const fields = [...parameters].map(([name, value]) =>
    `<input type="hidden" name="${name}" value="${escaped(value)}">`
  );
  return new Response(`<form method="post" action="${escaped(action)}">${fields.join("")}</form>`, {
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}
