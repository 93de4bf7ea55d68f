import type { Page, Visit } from "../agent.ts";
import type { Check } from "../check.ts";
import { textOf } from "../html.ts";

/** The client is not proven, so that nothing goes to the address that the request names. */
export const staysAtServer: Check<Visit> = {
  id: "error_page.no_redirect",
  section: "RFC 6749 section 4.1.2.1",
  level: "failure",
  expects: "The browser is not sent to an address that is not registered",
  judge: ({ arrival }) => arrival && `Sent to ${arrival.url.origin}${arrival.url.pathname}`,
};

/** What a page that tells a person of a refusal keeps to. */
export const pageChecks: readonly Check<Page>[] = [
  {
    id: "error_page.html",
    section: "RFC 6749 section 4.1.2.1",
    level: "failure",
    expects: "A page that tells the person of the error",
    judge: ({ mediaType, html }) =>
      ["text/html", "application/xhtml+xml"].includes(mediaType) && textOf(html).length > 0
        ? undefined
        : mediaType || "No media type",
  },
  {
    id: "error_page.status",
    section: "RFC 9110 section 15.5",
    level: "warning",
    expects: "A status that says that the request is refused (4xx)",
    judge: ({ status }) => status >= 400 && status < 500 ? undefined : String(status),
  },
];

/** Whether a page asks for a password. */
const asksForPassword = ({ html }: Page) => /<input[^>]+type=["']?password/i.test(html);

/** Whoever is refused anyway is not made to sign in before. */
export const noSignIn: Check<Visit> = {
  id: "error_page.no_sign_in",
  section: "RFC 6749 section 4.1.2.1",
  level: "failure",
  expects: "Nobody is asked for a password on the way to an error",
  judge: ({ asked, page }) =>
    asked.some(({ step }) => step === "login") || (page && asksForPassword(page))
      ? "A sign-in form"
      : undefined,
};
