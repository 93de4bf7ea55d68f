import { tenantSlug } from "../domain/tenant.ts";

/** What the path of a request says of whom it is for. */
export interface TenantPath {
  /** The tenant that the path names; undefined: none, or not in exactly these bytes. */
  readonly slug: string | undefined;
  /** The path under that tenant's issuer, else the whole path; as it came, with nothing decoded. */
  readonly path: string;
}

// On the bytes as they came: an escaped or repeated slash, another case or an empty rest name no tenant.
const address = /^[a-z]+:\/\/[^/?#]*([^?#]*)/, under = new RegExp(`^/t/(${tenantSlug})((?:/.+)?)$`);

/** Where RFC 8414 section 3.1 looks for the metadata of an issuer with a path: before that path. */
const inserted = new RegExp(
  `^(/\\.well-known/(?:openid-configuration|oauth-authorization-server))/t/(${tenantSlug})$`,
);

/** Reads the path of a request. */
export function readTenantPath({ url }: Pick<Request, "url">): TenantPath {
  const whole = address.exec(url)?.[1] || "/";
  const [, document, beneath] = inserted.exec(whole) ?? [];
  if (document !== undefined) return { slug: beneath, path: document };
  const [, slug, path] = under.exec(whole) ?? [];
  return slug === undefined ? { slug, path: whole } : { slug, path: path || "/" };
}
