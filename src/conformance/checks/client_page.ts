import type { Check } from "../check.ts";

/** Where people may learn of a client while they sign in. */
export interface ClientPages {
  /** Addresses that the pages link to. */
  readonly links: readonly string[];
  /** Pictures that the pages show, with what came from their addresses. */
  readonly pictures: readonly { readonly url: string; readonly isPicture: boolean }[];
  /** What was registered. */
  readonly uri: string;
  /** How often the registered address was asked for on the client's side. */
  readonly hits: number;
}

type Row = Check<ClientPages>;

/** The logo, hot-linked or passed on. */
export const logoShown: Row = {
  id: "client_page.logo",
  section: "OpenID Connect Dynamic Client Registration section 2",
  level: "failure",
  expects: "A page on the way shows the logo, from its own address or passed on by the server",
  judge: ({ pictures, uri, hits }) =>
    pictures.some(({ url, isPicture }) => url === uri || (isPicture && hits > 0))
      ? undefined
      : `${pictures.length} pictures, none of them the logo`,
};

const linked = (name: string): Row => ({
  id: `client_page.${name}`,
  section: "OpenID Connect Dynamic Client Registration section 2",
  level: "failure",
  expects: "A page on the way links to the address that is registered",
  judge: ({ links, uri }) => links.includes(uri) ? undefined : `${links.length} links, none of them to it`,
});

/** How the client uses what it learns. */
export const policyLinked: Row = linked("policy");

/** The client's terms. */
export const termsLinked: Row = linked("tos");
