import type { JSX } from "hono/jsx/jsx-runtime";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { redirectSource } from "../domain/redirect_uri.ts";
import type { AuthorizationResponse } from "../protocol/authorize/response_mode.ts";
import { logRefusal } from "./answer_error.ts";
import { assetPaths } from "./assets/assets.ts";
import { brandOf } from "./brand.ts";
import type { HttpContext } from "./env.ts";
import { type FormFault, formFaults } from "./form.ts";
import { hostOf } from "./client_card.ts";
import { ownPath } from "./own_address.ts";
import { FormPostPage } from "./pages/form_post.tsx";
import type { PageSetting } from "./pages/layout.tsx";
import { ProblemPage } from "./pages/problem.tsx";
import { WayBackPage } from "./pages/way_back.tsx";
import { type PageReach, setPageHeaders } from "./security_headers.ts";
import type { Message, Texts } from "./texts/catalogue.ts";
import { chooseLocale } from "./texts/choose_locale.ts";

/** The language and the assets for a page. @param uiLocales The request's `ui_locales`, where there is one. */
export function pageSetting(c: HttpContext, uiLocales?: string): PageSetting {
  const acceptLanguage = c.req.header("accept-language");
  const wishes = { ...(uiLocales ? { uiLocales } : {}), ...(acceptLanguage ? { acceptLanguage } : {}) };
  const { css, formPost, icon } = assetPaths;
  const assets = { css: ownPath(c, css), formPost: ownPath(c, formPost), icon: ownPath(c, icon) };
  return { ...chooseLocale(wishes), assets, brand: brandOf(c) };
}

/** How a page is answered. */
export interface PageAnswer extends PageReach {
  readonly status?: ContentfulStatusCode;
}

/** Answers with a page. */
export function answerPage(
  c: HttpContext,
  page: JSX.Element,
  { status = 200, ...reach }: PageAnswer = {},
): Response {
  setPageHeaders(c, reach);
  return c.html(`<!doctype html>${page.toString()}`, status);
}

/**
 * Answers with a page that tells a person that something is refused or broken, in bland words. What happened stands
 * in the log under the reference.
 */
export function answerProblem(
  c: HttpContext,
  choose: (refusals: Texts["refusals"]) => Message,
  status: ContentfulStatusCode,
): Response {
  const setting = pageSetting(c);
  const { title, message } = choose(setting.texts.refusals);
  return answerPage(
    c,
    <ProblemPage
      setting={setting}
      title={title}
      message={message}
      reference={c.var.requestId}
      trace={c.var.deployment.development ? c.var.refusal?.trace : undefined}
    />,
    { status },
  );
}

/** Answers a request of a browser whose query or form cannot be read. */
export function answerUnreadable(c: HttpContext, fault: FormFault): Response {
  logRefusal(c, { code: "invalid_request", why: `form.${fault}`, description: "The request cannot be read" });
  return answerProblem(c, (refusals) => refusals.invalidRequest, formFaults[fault].status);
}

/** Shows where an error would go, instead of sending the person there: a client for which nobody vouches chose the address. */
export function answerWayBack(c: HttpContext, response: AuthorizationResponse): Response {
  const setting = pageSetting(c);
  if (response.mode !== "form_post") {
    const { location } = response;
    const page = <WayBackPage setting={setting} host={hostOf(location)} way={{ href: location }} />;
    return answerPage(c, page, { status: 400 });
  }
  const page = <WayBackPage setting={setting} host={hostOf(response.action)} way={response} />;
  return answerPage(c, page, { status: 400, formTargets: [redirectSource(response.action)] });
}

/** Sends an authorization response: a redirect, always 303, or a form that the browser posts. */
export function answerClient(c: HttpContext, response: AuthorizationResponse): Response {
  c.header("Cache-Control", "no-store");
  if (response.mode !== "form_post") return c.redirect(response.location, 303);
  const { action, fields } = response;
  const page = <FormPostPage setting={pageSetting(c)} action={action} fields={fields} />;
  return answerPage(c, page, { formTargets: [redirectSource(action)] });
}
