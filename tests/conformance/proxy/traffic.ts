/** What passes through the proxy, as alterations see it. */
import type { WireRequest, WireResponse } from "../../../src/conformance/exchange.ts";
import type { ProxyKeys } from "./keys.ts";

/**
 * What an address is for: the member of the metadata that has it, `metadata` for that document itself, `page` for all
 * others of the issuer, `client` for what the issuer sends to the client by itself.
 */
export type Place = string;

/** An exchange that is over. */
export interface Passed {
  readonly place: Place;
  readonly request: WireRequest;
  /** The issuer's last answer to it; undefined: it was not asked. */
  readonly issued: WireResponse | undefined;
  /** As the command got it. */
  readonly response: WireResponse;
}

/** One exchange, and what the proxy knows beside it. */
export interface Traffic {
  readonly place: Place;
  readonly request: WireRequest;
  /** Lets the request through, or another in its stead. @returns the issuer's answer. */
  readonly pass: (request?: WireRequest) => Promise<WireResponse>;
  /** What passed before it in the same run of a module, in its order. */
  readonly before: readonly Passed[];
  readonly keys: ProxyKeys;
  readonly issuer: string;
}

/** Answers a request: with what the issuer says, with something else, or by asking it something else. */
export type Alter = (traffic: Traffic) => WireResponse | Promise<WireResponse>;

/** Changes nothing. */
export const unaltered: Alter = ({ pass }) => pass();

/** Alterations on the same way: each sees what the ones before it made of an answer. */
export const both = (...alters: readonly Alter[]): Alter =>
  alters.reduce((inner, outer) => (traffic) => {
    const { pass } = traffic;
    const through = async (request = traffic.request) =>
      await inner({ ...traffic, request, pass: (other = request) => pass(other) });
    return outer({ ...traffic, pass: through });
  });
