import { Buffer } from "node:buffer";

/** A request that the playground made or would make, and what came back. */
export interface Exchange {
  readonly title: string;
  /** The section that the step follows. */
  readonly section: string;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parameters of the query or the form. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly answer?: { readonly status: number; readonly body: string };
  /** Tokens in the answer, decoded; their signatures are for the client to verify. */
  readonly tokens: readonly DecodedToken[];
  /** The same step in the words of openid-client 6. */
  readonly code: string;
}

/** A JWT taken apart. */
export interface DecodedToken {
  readonly name: string;
  readonly section: string;
  readonly header: string;
  readonly claims: string;
}

const sections: Readonly<Record<string, string>> = {
  id_token: "OpenID Connect Core section 2",
  access_token: "RFC 9068 section 2",
};

const pretty = (text: string) => JSON.stringify(JSON.parse(text), null, 2);

/** Takes every JWT of a JSON answer apart. */
export function decodeTokens(body: string): readonly DecodedToken[] {
  let members: Record<string, unknown>;
  try {
    members = JSON.parse(body);
  } catch {
    return [];
  }
  return Object.keys(sections).flatMap((name) => {
    const token = members[name];
    const [header, claims, signature] = typeof token === "string" ? token.split(".") : [];
    if (!header || !claims || !signature) return [];
    const decode = (part: string) => pretty(Buffer.from(part, "base64url").toString());
    return [{ name, section: sections[name]!, header: decode(header), claims: decode(claims) }];
  });
}

/** JSON laid out for reading; anything else as it is. */
export function layOut(body: string): string {
  try {
    return pretty(body);
  } catch {
    return body;
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same request for a terminal. */
export function asCurl({ method, url, headers, parameters }: Exchange): string {
  if (method === "GET" && parameters.length > 0) {
    return `# open in a browser\n${url}?${new URLSearchParams(
      parameters.map(([name, value]) => [name, value]),
    )}`;
  }
  const lines = [
    `curl ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...parameters.map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
  ];
  return lines.join(" \\\n  ");
}
