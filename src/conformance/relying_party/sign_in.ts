import type { Browser, Page } from "../agent.ts";
import type { KnownPage } from "../config.ts";
import type { Asked, Place } from "./faults.ts";
import type { Granted } from "./granted.ts";
import type { Meeting } from "./meet.ts";
import { postButton } from "./answers.ts";

/** A person's way to the relying party and through the provider, as far as it went. */
export interface SignIn {
  /** How many requests had come to the provider before. */
  readonly before: number;
  /** What came to the provider on the way, in order. */
  readonly asked: readonly Asked[];
  readonly granted: Granted | undefined;
  /** Where the person ended. */
  readonly page: Page | undefined;
  readonly signedIn: boolean;
}

const matches = (pattern: string | undefined, text: string) =>
  pattern === undefined || new RegExp(pattern).test(text);

/** Whether a page is one that the configuration describes. */
export const isPage = ({ path, text }: KnownPage, { status, url, html }: Page): boolean =>
  status === 200 && matches(path, new URL(url).pathname) && matches(text, html);

/** Whether a page is the one that only somebody who is signed in comes to. */
export const isSignedIn = ({ configured: { signed_in } }: Meeting, page: Page): boolean =>
  isPage(signed_in, page);

/** What a person who signs in does on the pages of the provider, beside those of the configuration. */
const providerSteps = [
  { step: "other", when: { button: { name: postButton, value: "" } } },
] as const;

/** Opens the browser of somebody who nobody has seen yet. */
export const openPersonsBrowser = ({ stage }: Meeting): Browser =>
  stage.openBrowser({ isOurs: () => false, steps: [...providerSteps, ...stage.config.browser] });

/**
 * A person begins to sign in at the relying party and goes on to the end.
 *
 * @param way The browser is somebody else's each time, and the way begins where the configuration has it, where nothing
 * else is said.
 */
export async function signIn(
  meeting: Meeting,
  way: { readonly browser?: Browser; readonly start?: string } = {},
): Promise<SignIn> {
  const { provider, configured, fill, introduced } = meeting;
  if (!introduced) {
    throw new Error("The relying party does not take the provider: relying_party.introduce is refused");
  }
  const { browser = openPersonsBrowser(meeting), start = fill(configured.start) } = way;
  const before = provider.asked.length, granted = provider.granted.length;
  const { page } = await browser.open(start);
  return {
    before,
    asked: provider.asked.slice(before),
    granted: provider.granted[granted],
    page,
    signedIn: page !== undefined && isSignedIn(meeting, page),
  };
}

/** The requests that came to a place. */
export const requestsTo = ({ asked }: Pick<SignIn, "asked">, place: Place): readonly Asked[] =>
  asked.filter((request) => request.place === place);
