import { createHash } from "node:crypto";
import account from "./account.css" with { type: "text" };
import checkSession from "./check_session.js" with { type: "text" };
import colours from "./colours.css" with { type: "text" };
import formPost from "./form_post.js" with { type: "text" };
import forms from "./forms.css" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import latchkey from "./latchkey.css" with { type: "text" };

const css = colours + latchkey + forms + account;

/**
 * Paths of what pages name, under the issuer. But for the icon's each carries a digest of its content, so that a browser
 * may keep the answer for ever.
 */
export const assetPaths = {
  css: `/assets/latchkey.${digestOf(css)}.css`,
  formPost: `/assets/form_post.${digestOf(formPost)}.js`,
  checkSession: `/assets/check_session.${digestOf(checkSession)}.js`,
  icon: "/assets/icon.svg",
} as const;

/** A static file. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** Every static file that the server answers with, by its path under the issuer. */
export const assets: readonly Asset[] = [
  { path: assetPaths.css, type: "text/css; charset=utf-8", body: css },
  { path: assetPaths.formPost, type: "text/javascript; charset=utf-8", body: formPost },
  { path: assetPaths.checkSession, type: "text/javascript; charset=utf-8", body: checkSession },
  { path: assetPaths.icon, type: "image/svg+xml", body: icon },
];

function digestOf(body: string): string {
  return createHash("sha256").update(body).digest("hex").slice(0, 8);
}
