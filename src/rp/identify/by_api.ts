import { ok } from "../../domain/result.ts";
import { primaryAddress, readPerson, verifiedAddress } from "../../protocol/upstream/upstream_person.ts";
import { quirkOf } from "../../protocol/upstream/upstream_quirk.ts";
import type { UpstreamTokens } from "../../protocol/upstream/upstream_response.ts";
import type { Broker } from "../broker.ts";
import type { WayOf } from "../documents/upstream_way.ts";
import type { TakenReturn } from "../flow/take_return.ts";
import { requestTokenCredentials } from "../oauth1/oauth1_credentials.ts";
import { refuse } from "../upstream_refusal.ts";
import { askEmails, askSignedUserinfo, askUserinfo } from "./ask_api.ts";
import type { Identified } from "./upstream_person.ts";

/** The address in what an upstream says, where that says it is verified by saying it at all. */
const verifiedIn = (document: unknown, { quirks, person }: WayOf<"oauth2" | "oauth1">) =>
  quirkOf(quirks, "only_verified_mail") && verifiedAddress(document, person);

/** What an upstream without ID tokens does not say of a sign-in. */
const unsaid = { auth_time: undefined, acr: undefined, amr: [], sid: undefined } as const;

/** Learns from the API of an upstream without ID tokens who somebody is. When they proved themselves it does not say. */
export async function byApi(
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
export async function bySignedApi(
  broker: Broker,
  taken: TakenReturn,
  way: WayOf<"oauth1">,
): Promise<Identified> {
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
