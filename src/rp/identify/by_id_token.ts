import type { JsonObject } from "../../domain/json.ts";
import { ok } from "../../domain/result.ts";
import { nameInResponse } from "../../protocol/name_in_response.ts";
import { readUpstreamProfile } from "../../protocol/upstream/upstream_profile.ts";
import { quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import { isSessionId, readUserinfo, type UpstreamTokens } from "../../protocol/upstream/upstream_response.ts";
import type { Broker } from "../broker.ts";
import type { WayOf } from "../documents/upstream_way.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import { refuse } from "../upstream_refusal.ts";
import { askOpenidUserinfo } from "./ask_openid_userinfo.ts";
import type { Identified } from "./upstream_person.ts";
import { verifyIdToken } from "./verify_id_token.ts";

/** The words of an `amr` claim (OpenID Connect Core section 2). Whether they count is for whoever reads them to say. */
const readAmr = (amr: unknown): readonly string[] =>
  Array.isArray(amr) ? amr.filter((word) => typeof word === "string") : [];

/** Learns from an OpenID Provider who somebody is: by the ID token, and by userinfo where there is one. */
export async function byIdToken(
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
    : await askOpenidUserinfo(broker, upstream, { endpoint, way, tokens });
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
