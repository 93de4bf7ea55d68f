import { Buffer } from "node:buffer";
import type { Page } from "../agent.ts";
import type { Check } from "../check.ts";
import { type ClientPages, logoShown, policyLinked, termsLinked } from "../checks/client_page.ts";
import { mediaTypeOf } from "../exchange.ts";
import { imagesOf, linksOf } from "../forms.ts";
import type { Published } from "../receiver.ts";
import { dynamicOnly, type Module, type Stage } from "../stage.ts";
import { authorize } from "../steps/authorize.ts";
import { beginWith } from "../steps/begin.ts";
import { completeLogin } from "../steps/log_in.ts";

const text = (title: string): Published => ({
  type: "text/html; charset=utf-8",
  body: `<!doctype html><title>${title}</title><p>${title}`,
});

/** One opaque pixel (PNG). */
const logo: Published = {
  type: "image/png",
  body: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

/** Loads the pictures of pages as a browser would. */
async function loadPictures(stage: Stage, pages: readonly Page[]): Promise<ClientPages["pictures"]> {
  const urls = [...new Set(pages.flatMap(({ html, url }) => imagesOf(html, url)))];
  return await Promise.all(urls.map(async (url) => {
    const response = await stage.send("picture", { method: "GET", url, headers: { accept: "image/*" } });
    return { url, isPicture: response.status === 200 && mediaTypeOf(response).startsWith("image/") };
  }));
}

/** A client that registers an address of its own for people to see. */
const shows = (
  id: string,
  member: "logo_uri" | "policy_uri" | "tos_uri",
  { check, document }: { readonly check: Check<ClientPages>; readonly document: Published },
): Module => ({
  id,
  summary: `The ${member} that a client registers is to be seen where people sign in to it`,
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const uri = stage.receiver.publish(`/${member}/${stage.random.text(16)}`, document);
    const session = await beginWith(stage, { metadata: { [member]: uri } });
    const authorization = await authorize(session);
    const pages = authorization.visit.asked.map(({ page }) => page);
    for (const page of pages) stage.showPage("Page on the way", page);
    const pictures = await loadPictures(stage, pages);
    const links = pages.flatMap(({ html, url }) => linksOf(html, url));
    stage.verify(check, { links, pictures, uri, hits: stage.receiver.hits(uri) });
    await completeLogin(session, authorization);
  },
});

/** The logo. */
export const registrationLogoUri: Module = shows("oidcc-registration-logo-uri", "logo_uri", {
  check: logoShown,
  document: logo,
});

/** How the client uses what it learns. */
export const registrationPolicyUri: Module = shows("oidcc-registration-policy-uri", "policy_uri", {
  check: policyLinked,
  document: text("Policy"),
});

/** The client's terms. */
export const registrationTosUri: Module = shows("oidcc-registration-tos-uri", "tos_uri", {
  check: termsLinked,
  document: text("Terms of service"),
});
