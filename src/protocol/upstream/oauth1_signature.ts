/** A parameter of a request, decoded. A name may stand several times. */
export type Oauth1Parameter = readonly [name: string, value: string];

/** Encodes a text for a signature (RFC 5849 section 3.6): everything but letters, digits, `-`, `.`, `_` and `~`. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The part of a request's address that is signed as it is (RFC 5849 section 3.4.1.2): its query stands with the parameters. */
export const baseStringUri = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${pathname}`;

const byText = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

/**
 * Parameters in the one order and spelling in which they are signed (RFC 5849 section 3.4.1.3.2): encoded first, then
 * sorted by name and, of one name, by value.
 */
export const normalizedParameters = (parameters: readonly Oauth1Parameter[]): string =>
  parameters.map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
    .toSorted(([a, x], [b, y]) => byText(a, b) || byText(x, y))
    .map((pair) => pair.join("=")).join("&");

/** A request that is to be signed. */
export interface SignedRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  /** Protocol parameters without `realm` and `oauth_signature`, and those of a body that is a form. */
  readonly parameters: readonly Oauth1Parameter[];
}

/** What is signed of a request (RFC 5849 section 3.4.1): the parameters of its query count as well. */
export const signatureBaseString = ({ method, url, parameters }: SignedRequest): string =>
  [method, baseStringUri(url), normalizedParameters([...url.searchParams, ...parameters])].map(percentEncoded)
    .join("&");

/**
 * Both secrets in one text: the key of HMAC-SHA1 (RFC 5849 section 3.4.2), and the whole signature of PLAINTEXT (section
 * 3.4.4).
 *
 * @param tokenSecret Empty where there is no token yet.
 */
export const sharedSecrets = (clientSecret: string, tokenSecret: string): string =>
  `${percentEncoded(clientSecret)}&${percentEncoded(tokenSecret)}`;

/** Protocol parameters as the Authorization header carries them (RFC 5849 section 3.5.1). */
export const oauth1Authorization = (parameters: readonly Oauth1Parameter[]): string =>
  `OAuth ${
    parameters.map(([name, value]) => `${percentEncoded(name)}="${percentEncoded(value)}"`).join(", ")
  }`;
