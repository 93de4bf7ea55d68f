/** One thing of a tenant A, shown to one endpoint of a tenant B. */
import type { TestClient } from "../../support/provider.ts";
import type { Belongings, Opened, Side } from "./belongings.ts";

/** A request as it is shown to an endpoint. */
export interface Shown {
  /** Under the issuer, with its query. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bearer?: string;
  readonly basic?: TestClient;
  /** A browser of A's, whose cookies go along: under their own names, and under those that B gives to such cookies. */
  readonly browser?: Opened["browser"];
}

/** Where something is shown. */
export interface Place {
  readonly side: Side;
  /** A confidential client of this tenant that signs people in. */
  readonly client: TestClient;
}

/** One attempt. */
export interface Attack {
  /** What of A's is shown. */
  readonly with: string;
  /**
   * At a tenant that has nothing of A's, or at one that has the very same clients, secrets, people and passwords, so that
   * only what A gave out is foreign.
   */
  readonly at: "bare" | "twin";
  readonly show: (a: Belongings, b: Place) => Shown | Promise<Shown>;
  /**
   * The same request without what is A's. Where it is given, the endpoint has no error for what it does not know: it has
   * to answer as it answers to this. Elsewhere it has to refuse.
   */
  readonly asNobody?: (a: Belongings, b: Place) => Shown;
  /** Tables in which B may note that somebody was here, beside those of {@link notes}. */
  readonly mayWrite?: readonly string[];
  /** Why A itself answers no differently, so that nothing can be seen there. */
  readonly sameEverywhere?: string;
}

/** Tables of B's own in which a refusal is noted: what explains it to B's operator, and how many there were. */
export const notes: readonly string[] = ["refusal", "throttle"];

/** The attacks on a method of a path: every route has some. */
export type Attacks = Readonly<Record<string, readonly Attack[]>>;
