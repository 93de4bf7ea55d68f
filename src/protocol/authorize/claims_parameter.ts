import { isJsonObject, isShallowJson, type JsonObject } from "../../domain/json.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { isStorableText } from "../../domain/storable_text.ts";

/** How one claim is asked for (OpenID Connect Core section 5.5.1). */
export interface RequestedClaim {
  readonly essential: boolean;
  /** The values asked for; absent where any will do. An object is none of them: no claim is compared with one. */
  readonly values?: readonly (string | number | boolean)[];
}

export type RequestedClaims = ReadonlyMap<string, RequestedClaim>;

/** The two places that a claim can be asked for (OpenID Connect Core section 5.5). */
export const claimPlaces = ["userinfo", "id_token"] as const;
export type ClaimPlace = typeof claimPlaces[number];

/** What the claims parameter asks for. */
export type ClaimsParameter = Readonly<Record<ClaimPlace, RequestedClaims>>;

/** Why a claims parameter cannot be read: it is no JSON object, or these members have a form that nothing defines. */
export type ClaimsFault =
  | { readonly kind: "not_an_object" }
  | { readonly kind: "members"; readonly members: readonly string[] };

const isPlain = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

/** Whether a database can hold it: JSON can write characters that no text there can have. */
const isStorable = (value: unknown): boolean => typeof value !== "string" || isStorableText(value);

/** Reads how one claim is asked for. @returns undefined where the form is none that is defined. */
function readClaim(asked: unknown): RequestedClaim | undefined {
  if (asked === null) return { essential: false };
  if (!isJsonObject(asked)) return undefined;
  const { essential = false, value, values } = asked;
  if (typeof essential !== "boolean") return undefined;
  if (values !== undefined && (!Array.isArray(values) || values.length === 0)) return undefined;
  const all = [...value === undefined ? [] : [value], ...(values ?? []) as readonly unknown[]];
  if (!all.every(isStorable)) return undefined;
  return all.length > 0 ? { essential, values: all.filter(isPlain) } : { essential };
}

/** Decodes the JSON of a claims parameter. @returns undefined where it is no object. */
export function decodeClaims(text: string): JsonObject | undefined {
  if (!isShallowJson(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the claims parameter. Members that are not defined are ignored, at each level.
 *
 * @returns err: why it cannot be read; a faulty member is named as `place` or `place.claim`.
 * @see OpenID Connect Core section 5.5 and 5.5.1
 */
export function readClaims(text: string): Result<ClaimsParameter, ClaimsFault> {
  const decoded = decodeClaims(text);
  if (!decoded) return err({ kind: "not_an_object" });
  const faulty: string[] = [];
  const read = (place: ClaimPlace): RequestedClaims => {
    const asked = decoded[place] ?? {};
    if (!isJsonObject(asked)) {
      faulty.push(place);
      return new Map();
    }
    return new Map(
      Object.entries(asked).flatMap(([name, how]) => {
        const claim = readClaim(how);
        if (!claim) faulty.push(`${place}.${name}`);
        return claim ? [[name, claim] as const] : [];
      }),
    );
  };
  const claims = { userinfo: read("userinfo"), id_token: read("id_token") };
  return faulty.length > 0 ? err({ kind: "members", members: faulty }) : ok(claims);
}

const noneAsked: ClaimsParameter = { userinfo: new Map(), id_token: new Map() };

/** What a claims parameter asks for; nothing where there is none, or none that can be read. */
export function claimsAsked(text: string | undefined): ClaimsParameter {
  const read = text === undefined ? undefined : readClaims(text);
  return read?.ok ? read.value : noneAsked;
}
