import { defaultTenant } from "../../domain/tenant.ts";
import type { HttpContext } from "../env.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { playgroundPath } from "../playground/client.ts";
import { HomePage } from "../pages/home.tsx";

/** Tells who comes to the issuer's address what answers there. */
export function getHome(c: HttpContext): Response {
  const { issuer, id } = c.var.provider.tenant;
  const hasPlayground = id === defaultTenant && c.var.routes.some(({ path }) => path === playgroundPath);
  const page = (
    <HomePage
      setting={pageSetting(c)}
      issuer={issuer}
      discoveryHref={`${issuer}/.well-known/openid-configuration`}
      accountHref={`${issuer}/account`}
      playgroundHref={hasPlayground ? issuer + playgroundPath : undefined}
    />
  );
  return answerPage(c, page);
}
