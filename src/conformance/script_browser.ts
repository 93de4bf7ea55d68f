import type { Cookie } from "./cookie_jar.ts";

/** A page that is opened in a browser that runs script. */
export interface ScriptedVisit {
  readonly url: string;
  /** The browser has these and no others. */
  readonly cookies: readonly Cookie[];
  /** What is asked of the page once it is loaded, as JavaScript; a promise is waited for. */
  readonly expression: string;
}

/** A browser that runs script, for what no page does without. */
export interface ScriptBrowser {
  /** Opens a page. @returns what the expression comes to, as JSON has it. Throws where the page does. */
  readonly evaluate: (visit: ScriptedVisit) => Promise<unknown>;
}

/** Starts it where it was not yet started. @returns why there is none, where there is none. */
export type FindScriptBrowser = () => Promise<ScriptBrowser | { readonly why: string }>;
