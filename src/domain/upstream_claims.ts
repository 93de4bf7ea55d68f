import { type Attributes, fitsAttributes } from "./attributes.ts";
import { isReservedClaim } from "./claim_mapping.ts";
import { claimTexts, phoneNumber } from "./claim_text.ts";
import type { StandardClaims } from "./claims.ts";

/**
 * What of an account an upstream has the say over: the names of standard claims and attributes, and where in what it
 * tells each stands, as names of members joined by dots.
 */
export type UpstreamClaims = Readonly<Record<string, string>>;

/** So many names an upstream has the say over at most. */
export const mostUpstreamClaims = 50;

/** The standard claims over which it can have the say. Whether a number was verified is not among them. */
export const upstreamClaimTexts = { ...claimTexts, phone_number: phoneNumber } as const;
export type UpstreamClaimName = keyof typeof upstreamClaimTexts;

/** Whether what is named so is a standard claim; else it is an attribute. */
export const isUpstreamClaim = (name: string): name is UpstreamClaimName =>
  Object.hasOwn(upstreamClaimTexts, name);

/** Names over which no upstream has the say, and why, in lower case. */
const refused: Readonly<Record<string, string>> = {
  email: "people sign in with it, and trust_email says whether it counts",
  email_verified: "trust_email says whether it counts",
  phone_number_verified: "nothing says whether it counts",
  address: "it is no single text",
  groups: "they say who may use which application",
  id: "it names the person here, for ever",
};

/** Why an upstream cannot have the say over what is named so; undefined where it can. */
export function upstreamClaimFault(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (isUpstreamClaim(name)) return undefined;
  if (Object.hasOwn(refused, lower)) return refused[lower];
  return isReservedClaim(name) ? "it names the person here, or is said of tokens" : undefined;
}

/** What an upstream tells of those claims and attributes over which it has the say. */
export interface ToldClaims {
  readonly claims: Readonly<Partial<Record<UpstreamClaimName, string>>>;
  readonly attributes: Attributes;
  /** All attributes over which it has the say. */
  readonly owned: readonly string[];
  /** Names of what it tells that no account can hold. */
  readonly unusable: readonly string[];
}

/** What an account says of a person, as far as upstreams can have the say over it. */
export interface SaidClaims {
  readonly claims: StandardClaims;
  readonly attributes: Attributes;
}

/** Claims with others in their place. A telephone number is verified no more where it is another one. */
function replaced(
  { phone_number_verified, ...others }: StandardClaims,
  told: ToldClaims["claims"],
): StandardClaims {
  const stands = (told.phone_number ?? others.phone_number) === others.phone_number;
  return {
    ...others,
    ...told,
    ...(stands && phone_number_verified !== undefined ? { phone_number_verified } : {}),
  };
}

/**
 * What an account says after somebody came from an upstream that has the say over some of it. A standard claim that it
 * does not tell stays: it may have told it once, as Apple does with names. An attribute that it does not tell goes:
 * applications may decide by it what somebody may do, and they may do it no more.
 *
 * @returns also the names of attributes for which there was no room, and which are left out.
 */
export function followUpstream(
  { claims, attributes }: SaidClaims,
  told: ToldClaims,
): SaidClaims & { readonly left_out: readonly string[] } {
  const others = Object.entries(attributes).filter(([name]) => !told.owned.includes(name));
  let said: Attributes = Object.fromEntries(others);
  const left_out: string[] = [];
  for (const [name, value] of Object.entries(told.attributes)) {
    const more = { ...said, [name]: value };
    if (fitsAttributes(more)) said = more;
    else left_out.push(name);
  }
  return { claims: replaced(claims, told.claims), attributes: said, left_out };
}

const inOrder = (members: object) =>
  JSON.stringify(Object.entries(members).sort(([one], [other]) => one < other ? -1 : 1));

/** Whether two accounts say the same. */
export const saysTheSame = (one: SaidClaims, other: SaidClaims): boolean =>
  inOrder(one.claims) === inOrder(other.claims) && inOrder(one.attributes) === inOrder(other.attributes);
