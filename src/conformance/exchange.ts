import { isObject } from "./json.ts";

/** How a connection is kept from others. */
export interface Tls {
  /** Such as TLSv1.3. */
  readonly protocol: string;
  /** The cipher suite, by its name in the registry "TLS Cipher Suites". */
  readonly cipher: string;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How it came to our own side. */
  readonly tls?: Tls;
}

/** A response as it came over the wire. Header names are in lower case, in their order, repeated where they were. */
export interface WireResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** A request and what came of it. */
export interface Exchange {
  /** Milliseconds since 1970-01-01T00:00:00Z when it was sent. */
  readonly at: number;
  readonly milliseconds: number;
  readonly request: WireRequest;
  /** undefined: it was ours to receive, such as a callback. */
  readonly response: WireResponse | undefined;
}

/** Sends a request; redirects are not followed. Throws where there is no answer. */
export type Send = (request: WireRequest) => Promise<WireResponse>;

/** The first header of that name, in lower case. */
export const headerOf = ({ headers }: WireResponse, name: string): string | undefined =>
  headers.find(([found]) => found === name)?.[1];

/** The media type of a response, in lower case and without its parameters. */
export const mediaTypeOf = (response: WireResponse): string =>
  (headerOf(response, "content-type") ?? "").split(";")[0]!.trim().toLowerCase();

/** A body as a JSON object; undefined where it is none. */
export function readObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A form as a body (WHATWG URL, application/x-www-form-urlencoded). */
export const formBody = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString();

/** The media type of {@link formBody}. */
export const formType = "application/x-www-form-urlencoded";
