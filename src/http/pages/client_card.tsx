import type { JSX } from "hono/jsx/jsx-runtime";
import type { Texts } from "../texts/catalogue.ts";
import { displayName, visibleText } from "../../domain/display_name.ts";

/** What a page shows of a client. Everything but the host is the client's own word. */
export interface ClientCard {
  readonly name: string;
  /** Who it is: the host of the validated redirect URI, or of the URL that the client names itself by. */
  readonly host: string;
  /** Where the person will be sent: the host of the validated redirect URI. */
  readonly target: string;
  /** Nobody vouches for it. */
  readonly unverified: boolean;
  /** Nobody vouches for it, and any program on the person's device may get what is sent there. */
  readonly onDevice: boolean;
  /** It is proven to be of its host, but what it gets is sent to another one. */
  readonly elsewhere: boolean;
  readonly uri?: string | undefined;
  /** A path on this server; a logo at any other address is not shown. */
  readonly logoSrc?: string | undefined;
  readonly policyUri?: string | undefined;
  readonly tosUri?: string | undefined;
}

const ownPath = /^\/(?![/\\])[\x21-\x7e]*$/;

/**
 * Shows who asks: the host first and largest, since a name can lie and a host cannot.
 *
 * @see OpenID Connect Dynamic Registration section 9.1, RFC 7591 section 5
 */
export function ClientSummary({ client }: { readonly client: ClientCard }): JSX.Element {
  const name = displayName(client.name);
  const logo = ownPath.test(client.logoSrc ?? "") ? client.logoSrc : undefined;
  return (
    <div class="client">
      {logo === undefined ? null : <img src={logo} alt="" width="44" height="44" />}
      <p>
        <strong>
          <bdi>{breakable(client.host)}</bdi>
        </strong>
        {name === "" ? null : <bdi>{name}</bdi>}
      </p>
    </div>
  );
}

/**
 * Links to the pages that the client names about itself. Only web addresses become links.
 */
export function ClientLinks(
  { client, texts }: { readonly client: ClientCard; readonly texts: Texts["client"] },
): JSX.Element | null {
  const links = [
    { href: webAddress(client.policyUri), label: texts.privacyPolicy },
    { href: webAddress(client.tosUri), label: texts.termsOfService },
    { href: webAddress(client.uri), label: texts.website },
  ].filter((link) => link.href !== undefined);
  if (links.length === 0) return null;
  return (
    <ul class="links">
      {links.map(({ href, label }) => (
        <li>
          <a href={href} target="_blank" rel="noopener noreferrer" title={texts.opensNewTab}>{label}</a>
        </li>
      ))}
    </ul>
  );
}

/** Long host names break before a dot, never within a label that would then read as two. */
function breakable(host: string): JSX.Element[] {
  return visibleText(host).split(/(?=\.)/).map((part) => (
    <>
      {part}
      <wbr />
    </>
  ));
}

function webAddress(uri: string | undefined): string | undefined {
  const url = uri === undefined ? null : URL.parse(uri);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url.href : undefined;
}
