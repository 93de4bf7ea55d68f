import type { Browser, BrowserPorts } from "./agent.ts";
import type { Check } from "./check.ts";
import type { Config } from "./config.ts";
import type { WireRequest, WireResponse } from "./exchange.ts";
import type { Random } from "./random.ts";
import type { Receiver } from "./receiver.ts";
import type { FindScriptBrowser } from "./script_browser.ts";
import type { Variant } from "./variant.ts";

/** An address of our side to which a server sends something. */
export interface Inbox {
  readonly url: string;
  /** What came so far. */
  readonly received: readonly WireRequest[];
}

/** What our side answers. */
export interface Answer {
  readonly response: WireResponse;
  /** Undefined: our browser asked, which logs it itself. */
  readonly purpose: string | undefined;
}

/** What a module plays on: the issuer, our own side, and the log of all that is seen. */
export interface Stage {
  /** The issuer as it was named by whoever started this. */
  readonly issuer: string;
  readonly variant: Variant;
  /** The plan and the module. */
  readonly name: { readonly plan: string; readonly module: string };
  readonly config: Config;
  readonly receiver: Receiver;
  readonly random: Random;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Lets that many seconds pass; other modules go on meanwhile. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Sends a request and logs it under its purpose. */
  readonly send: (purpose: string, request: WireRequest) => Promise<WireResponse>;
  /** Takes what is sent to a path of our side, and logs it under its purpose. */
  readonly listen: (purpose: string, path: string) => Inbox;
  /** Answers what is sent to a path of our side and below it, and logs it under the purpose that the answer has. */
  readonly answer: (path: string, answer: (request: WireRequest) => Promise<Answer>) => string;
  /**
   * A browser of its own, without cookies, in which the configured person signs in.
   *
   * @param differing Otherwise our side is the client, where a visit ends.
   */
  readonly openBrowser: (differing?: Partial<Pick<BrowserPorts, "isOurs" | "steps">>) => Browser;
  /** A browser that runs script, which all modules share; or why there is none. */
  readonly scriptBrowser: FindScriptBrowser;
  /** Judges evidence and logs the finding. @returns whether the check holds. */
  readonly verify: <Evidence>(check: Check<Evidence>, evidence: Evidence) => boolean;
  /** Judges evidence by each check. @returns whether all of them hold. */
  readonly verifyAll: <Evidence>(checks: readonly Check<Evidence>[], evidence: Evidence) => boolean;
  /** Judges evidence and ends the module where a check does not hold: without it there is nothing more to see. */
  readonly require: <Evidence>(checks: readonly Check<Evidence>[], evidence: Evidence) => void;
  /** Ends the module as one that does not apply. */
  readonly skip: (reason: string) => never;
  /** Does something once the module is over, however it ends. */
  readonly afterwards: (work: () => Promise<void>) => void;
  /** Asks a person to look at the page. */
  readonly review: (what: string) => void;
  readonly note: (text: string) => void;
  /** Keeps a page for whoever reads the report. */
  readonly showPage: (title: string, page: { readonly url: string; readonly html: string }) => void;
  /** Masks a value in every report. */
  readonly addSecret: (value: string) => void;
}

/** One module of certification. */
export interface Module {
  /** Exactly as certification names it. */
  readonly id: string;
  /** What it is about, in a sentence. */
  readonly summary: string;
  /** Seconds that it waits: it starts before those that do not. */
  readonly waits?: number;
  /** Variants that it is for; it is left out of a plan with others. */
  readonly appliesTo?: (variant: Variant) => boolean;
  readonly run: (stage: Stage) => Promise<void>;
}

/** For modules that have to register clients of their own. */
export const dynamicOnly = ({ client_registration }: Variant): boolean =>
  client_registration === "dynamic_client";
