import type { JsonObject } from "../../domain/json.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Instant } from "../../domain/time.ts";
import type { Told } from "../../protocol/upstream_claims.ts";
import { primaryAddress, readPerson, verifiedAddress } from "../../protocol/upstream_person.ts";
import { readUpstreamProfile, type UpstreamProfile } from "../../protocol/upstream_profile.ts";
import { quirkOf } from "../../protocol/upstream_quirk.ts";
import { isSessionId, readUserinfo, type UpstreamTokens } from "../../protocol/upstream_response.ts";
import { nameInResponse } from "../../protocol/name_in_response.ts";
import { askEmails, askSignedUserinfo, askUserinfo } from "./ask_api.ts";
import type { Broker } from "../broker.ts";
import { refuse, type UpstreamRefusal } from "../upstream_refusal.ts";
import { requestTokenCredentials } from "../oauth1/oauth1_credentials.ts";
import { redeemCode } from "./redeem_code.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import { type Way, type WayOf, wayTo } from "../documents/upstream_way.ts";
import { verifyIdToken } from "./verify_id_token.ts";

/** Who an upstream says that somebody is. */
export interface UpstreamPerson {
  readonly iss: string;
  readonly sub: string;
  readonly profile: UpstreamProfile;
  readonly told: Told;
  /** When they proved themselves there, where the upstream says so. */
  readonly auth_time: Instant | undefined;
  /** The class of how well they proved themselves there, where the upstream says so. */
  readonly acr: string | undefined;
  /** How they proved themselves there, in the upstream's words. */
  readonly amr: readonly string[];
  /** What the upstream calls its session with them, where it says so. */
  readonly sid: string | undefined;
  /** What the upstream gave us for them; undefined where it gives what only we can use. */
  readonly tokens: UpstreamTokens | undefined;
}

type Identified = Result<UpstreamPerson, UpstreamRefusal>;

/** Errors that an upstream answers when it cannot do its work just now (RFC 6749 section 4.1.2.1). */
const passing = ["server_error", "temporarily_unavailable"];

/** Errors that stand for a person who did not go through with it (OpenID Connect Core section 3.1.2.6). */
const declined = ["access_denied", "login_required", "consent_required", "interaction_required"];

/** What stands in the response before anything is asked of the upstream. @returns the code. */
function codeIn({ response: { error, code, iss } }: TakenReturn, way: Way): Result<string, UpstreamRefusal> {
  if (way.kind === "oidc" && way.metadata.sends_iss && iss === undefined) {
    return refuse("unusable", "response.iss");
  }
  if (error !== undefined) {
    // The word is the upstream's own, so only one that is known goes into the log.
    if (declined.includes(error) || quirkOf(way.quirks, "declined_by")?.errors.includes(error)) {
      return refuse("denied", `response.${error}`);
    }
    return passing.includes(error)
      ? refuse("unreachable", `response.${error}`)
      : refuse("unusable", "response.error");
  }
  return code === undefined ? refuse("unusable", "response.code") : ok(code);
}

/** The words of an `amr` claim (OpenID Connect Core section 2). Whether they count is for whoever reads them to say. */
const readAmr = (amr: unknown): readonly string[] =>
  Array.isArray(amr) ? amr.filter((word) => typeof word === "string") : [];

/** Learns from an OpenID Provider who somebody is: by the ID token, and by userinfo where there is one. */
async function byIdToken(
  broker: Broker,
  taken: TakenReturn,
  { way, tokens }: { readonly way: WayOf<"oidc">; readonly tokens: UpstreamTokens },
): Promise<Identified> {
  const { id_token: sent } = tokens;
  if (sent === undefined) return refuse("unusable", "token_endpoint.no_id_token");
  const { upstream, material: { nonce, auth_time_required } } = taken;
  const verified = await verifyIdToken(broker, upstream, {
    id_token: sent,
    way,
    nonce: quirkOf(way.quirks, "nonce_not_echoed") ? undefined : nonce,
    auth_time_required,
  });
  if (!verified.ok) return verified;
  const { id_token, claims } = verified.value;
  const { iss, sub, auth_time, sid, acr, amr } = claims as { iss: string; sub: string } & JsonObject;
  const place = "userinfo_endpoint", { quirks } = way, endpoint = way[place];
  const answered = endpoint === undefined
    ? ok({ sub })
    : await askUserinfo(broker, upstream, { endpoint, way, tokens });
  if (!answered.ok) return answered;
  const userinfo = readUserinfo(answered.value, sub);
  if (!userinfo.ok) return refuse("unusable", `${place}.${userinfo.error}`);
  const named = quirkOf(quirks, "name_in_response")
    ? nameInResponse(taken.response.parameters.get("user")?.[0])
    : {};
  const said = { ...named, ...claims };
  return ok({
    iss,
    sub,
    profile: readUpstreamProfile(said, userinfo.value, quirks),
    told: { document: { ...said, ...userinfo.value }, claims: {} },
    auth_time: typeof auth_time === "number" && Number.isInteger(auth_time) && auth_time > 0
      ? auth_time
      : undefined,
    // What userinfo says of it counts nowhere: only the ID token is about this sign-in.
    acr: typeof acr === "string" ? acr : undefined,
    amr: readAmr(amr),
    sid: isSessionId(sid) ? sid : undefined,
    tokens: { ...tokens, id_token },
  });
}

/** The address in what an upstream says, where that says it is verified by saying it at all. */
const verifiedIn = (document: unknown, { quirks, person }: WayOf<"oauth2" | "oauth1">) =>
  quirkOf(quirks, "only_verified_mail") && verifiedAddress(document, person);

/** What an upstream without ID tokens does not say of a sign-in. */
const unsaid = { auth_time: undefined, acr: undefined, amr: [], sid: undefined } as const;

/** Learns from the API of an upstream without ID tokens who somebody is. When they proved themselves it does not say. */
async function byApi(
  broker: Broker,
  { upstream, material }: TakenReturn,
  { way, tokens }: { readonly way: WayOf<"oauth2">; readonly tokens: UpstreamTokens },
): Promise<Identified> {
  if (material.auth_time_required !== undefined) return refuse("unusable", "userinfo_endpoint.auth_time");
  const { quirks, userinfo_endpoint: endpoint, person: paths } = way;
  const said = await askUserinfo(broker, upstream, { endpoint, way, tokens });
  if (!said.ok) return said;
  const list = quirkOf(quirks, "mail_in_list"), mail = quirkOf(quirks, "second_call_for_mail");
  const addresses = mail && await askEmails(broker, { endpoint: mail.endpoint, way, tokens });
  if (addresses && !addresses.ok) return addresses;
  const address = mail && addresses
    ? primaryAddress(addresses.value, mail)
    : list
    ? primaryAddress(said.value, list)
    : verifiedIn(said.value, way);
  const person = readPerson(said.value, paths, address);
  if (!person) return refuse("unusable", "userinfo_endpoint.no_subject");
  return ok({ iss: upstream.issuer, ...person, ...unsaid, tokens });
}

/** Learns the same where requests are signed and there are no codes (RFC 5849 section 1.2). */
async function bySignedApi(broker: Broker, taken: TakenReturn, way: WayOf<"oauth1">): Promise<Identified> {
  const credentials = await requestTokenCredentials(broker, taken, way), place = "userinfo_endpoint";
  if (!credentials.ok) return credentials;
  if (taken.material.auth_time_required !== undefined) return refuse("unusable", `${place}.auth_time`);
  const said = await askSignedUserinfo(broker, taken.upstream, { way, credentials: credentials.value });
  if (!said.ok) return said;
  const person = readPerson(said.value, way.person, verifiedIn(said.value, way));
  if (!person) return refuse("unusable", `${place}.no_subject`);
  return ok({
    iss: taken.upstream.issuer,
    ...person,
    ...unsaid,
    tokens: undefined,
  });
}

/**
 * Learns from an upstream who came back: redeems the code, judges what comes for it in full and asks for the rest. Not
 * to be called inside a unit.
 *
 * @see OpenID Connect Core section 3.1.3 and 5.3, RFC 6749 section 4.1.3, RFC 5849 section 2.3
 */
export async function identifyPerson(broker: Broker, taken: TakenReturn): Promise<Identified> {
  const way = await wayTo(broker, taken.upstream);
  if (!way) return refuse("unreachable", "metadata");
  if (way.kind === "oauth1") return await bySignedApi(broker, taken, way);
  const code = codeIn(taken, way);
  if (!code.ok) return code;
  const tokens = await redeemCode(broker, taken, { code: code.value, way });
  if (!tokens.ok) return tokens;
  return way.kind === "oidc"
    ? await byIdToken(broker, taken, { way, tokens: tokens.value })
    : await byApi(broker, taken, { way, tokens: tokens.value });
}
