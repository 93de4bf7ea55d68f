import { err, ok, type Result } from "../../domain/result.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import type { HttpContext } from "../env.ts";
import { field, readForm, readQuery } from "../form.ts";
import { ownAddress } from "../own_address.ts";

/** What an upstream says that begins a sign-in with itself here (OpenID Connect Core section 4). */
const initiationParameters = ["iss", "login_hint", "target_link_uri"] as const;

/** A sign-in as it is begun: by an upstream, or by one of ours, who says none of it. */
export interface Initiation {
  /** The upstream has to get it back. Undefined where it says none. */
  readonly login_hint: string | undefined;
  /** Where the person is to go afterwards; whether they may is judged as for any other address. Empty: nowhere. */
  readonly target: string;
}

/** An address of ours as a path, so that it counts as one. */
const asPath = (target: string, issuer: string) =>
  target.startsWith(`${issuer}/`) ? target.slice(issuer.length) : target;

/**
 * Reads what an upstream says that begins a sign-in.
 *
 * @param issuer Of the upstream.
 * @returns err: it is not the upstream that is asked for.
 */
export function readInitiation(
  { var: { provider: { tenant } } }: HttpContext,
  parameters: Parameters,
  issuer: string,
): Result<Initiation, "other_issuer"> {
  const [iss, login_hint, target] = initiationParameters.map((name) => field(parameters, name)) as [
    string,
    string,
    string,
  ];
  if (iss === "") return ok({ login_hint: undefined, target: "" });
  if (iss !== issuer) return err("other_issuer");
  return ok({
    login_hint: login_hint === "" ? undefined : login_hint,
    target: asPath(target, tenant.issuer),
  });
}

/**
 * A sign-in that an upstream begins by a post, sent on to the GET, where it is judged: nothing is done here, and the
 * cookies that come from another site, or do not, are not looked at.
 *
 * @returns undefined: the address names no upstream, as it does for an upstream; it is a form of ours.
 */
export async function postedInitiation(c: HttpContext): Promise<Response | undefined> {
  const query = readQuery(c), idp = query.ok ? field(query.value, "idp") : "";
  if (idp === "") return undefined;
  const form = await readForm(c), said = new URLSearchParams({ idp });
  for (const name of initiationParameters) {
    const value = form.ok ? field(form.value, name) : "";
    if (value !== "") said.set(name, value);
  }
  c.header("Cache-Control", "no-store");
  return c.redirect(`${ownAddress(c, relyingPartyPaths.authorize)}?${said}`, 303);
}
