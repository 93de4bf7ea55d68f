import { acceptedSkew, type Seconds } from "../../domain/time.ts";
import type { Check, Mend } from "../check.ts";
import { jwtBearer, type PresentedAssertion } from "./client_assertion.ts";
import type { ClientFacts } from "./client_checks.ts";
import { dangerousHeaders } from "../compact_jws.ts";
import { sending } from "../mend.ts";

/** How far ahead an assertion may expire: a spent one is remembered until then. */
const longestAssertion: Seconds = 3600;

type Row = Check<ClientFacts>;

/** The assertion of a request, where it authenticates by one. */
export const assertionOf = ({ presented }: ClientFacts): PresentedAssertion | undefined =>
  presented.ok ? presented.value.assertion : undefined;

/** The request with another assertion. */
function presenting(facts: ClientFacts, assertion: PresentedAssertion): ClientFacts {
  const { presented } = facts;
  return presented.ok
    ? { ...facts, presented: { ok: true, value: { ...presented.value, assertion } } }
    : facts;
}

/** The request with an assertion that says something else. */
export function asserting(
  facts: ClientFacts,
  differing: {
    readonly header?: Readonly<Record<string, unknown>>;
    readonly claims?: Readonly<Record<string, unknown>>;
  },
): ClientFacts {
  const assertion = assertionOf(facts);
  return assertion === undefined ? facts : presenting(facts, {
    ...assertion,
    header: { ...assertion.header, ...differing.header },
    claims: { ...assertion.claims, ...differing.claims },
  });
}

const mended = (
  facts: ClientFacts,
  differing: Parameters<typeof asserting>[1],
  says: string,
): Mend<ClientFacts> => ({
  facts: asserting(facts, differing),
  change: { where: "request", name: "client_assertion", says },
});

/** A value of an assertion as it is shown. */
export const shownValue = (value: unknown): string =>
  value === undefined ? "nothing" : JSON.stringify(value).slice(0, 300);

const claim = (facts: ClientFacts, name: string) => assertionOf(facts)?.claims[name];
const headerOf = (facts: ClientFacts) => assertionOf(facts)?.header ?? {};

const dangers = (facts: ClientFacts) =>
  dangerousHeaders.filter((name) => Object.hasOwn(headerOf(facts), name));

/** Types that an assertion may say it has: none, the general one, or its own (RFC 7523bis section 4). */
const types = ["jwt", "client-authentication+jwt", "application/client-authentication+jwt"];

const named = ({ presented }: ClientFacts) => presented.ok ? presented.value.client_id : undefined;

const instant = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

const secondsFrom = (facts: ClientFacts, value: unknown) => {
  const at = instant(value);
  if (at === undefined) return shownValue(value);
  const ahead = Math.round(at - facts.now);
  return ahead >= 0 ? `${ahead} s from now` : `${-ahead} s ago`;
};

/** What to do about a clock: how far it is off can be told where the assertion says when it was made. */
function settingClock(facts: ClientFacts): string {
  const made = instant(claim(facts, "iat"));
  if (made === undefined || Math.abs(made - facts.now) <= acceptedSkew) return "";
  const off = Math.round(made - facts.now), side = off > 0 ? "ahead of" : "behind";
  return off > 0
    ? `; the clock of the app's server is ${off} s ${side} this one's: set it right`
    : `; if this one was not kept, the clock of the app's server is ${-off} s ${side} this one's: set it right`;
}

const isNear = (facts: ClientFacts) => {
  const exp = instant(claim(facts, "exp"));
  return exp !== undefined && exp > facts.now - acceptedSkew &&
    exp <= facts.now + longestAssertion + acceptedSkew;
};

/** Whether a moment that an assertion may name has come; one that it does not name has. */
const hasCome = (facts: ClientFacts, name: "iat" | "nbf") => {
  const value = claim(facts, name), at = instant(value);
  return value === undefined || at !== undefined && at <= facts.now + acceptedSkew;
};

const isRecent = (facts: ClientFacts) => {
  const at = instant(claim(facts, "iat"));
  return at === undefined || at >= facts.now - longestAssertion - acceptedSkew;
};

/** Rows about what an assertion says of itself, whoever sent it; they hold where there is none (RFC 7523 section 3). */
export const assertionFormChecks: readonly Row[] = [
  {
    id: "client_assertion.type",
    section: "RFC 7523 section 2.2",
    error: "invalid_client",
    description: `The client_assertion_type must be ${jwtBearer}`,
    expected: () => jwtBearer,
    received: (facts) => assertionOf(facts)?.type ?? "nothing",
    holds: (facts) => [undefined, jwtBearer].includes(assertionOf(facts) && (assertionOf(facts)!.type ?? "")),
    mend: (facts) => {
      const { facts: sent, change } = sending(facts, "client_assertion_type", jwtBearer);
      return { facts: presenting(sent, { ...assertionOf(facts)!, type: jwtBearer }), change };
    },
  },
  {
    id: "client_assertion.header",
    section: "RFC 8725 section 3.10, RFC 7515 section 4.1.11",
    error: "invalid_client",
    description: (facts) => `The header of the client_assertion must not have ${dangers(facts).join(", ")}`,
    expected: () => "A header with alg, and kid where the client has several keys",
    received: (facts) => `With ${dangers(facts).join(", ")}`,
    holds: (facts) => dangers(facts).length === 0,
    mend: (facts) => {
      const { header, ...rest } = assertionOf(facts)!, kept = new Map(Object.entries(header));
      for (const name of dangers(facts)) kept.delete(name);
      return {
        facts: presenting(facts, { ...rest, header: Object.fromEntries(kept) }),
        change: {
          where: "request",
          name: "client_assertion",
          says: `Leave out of its header: ${dangers(facts).join(", ")}`,
        },
      };
    },
  },
  {
    id: "client_assertion.typ",
    section: "RFC 8725 section 3.11",
    error: "invalid_client",
    description: "The typ of the client_assertion must be client-authentication+jwt or JWT, or left out",
    expected: () => "client-authentication+jwt, JWT, or none",
    received: (facts) => shownValue(headerOf(facts).typ),
    holds: (facts) => {
      const { typ } = headerOf(facts);
      return typ === undefined || typeof typ === "string" && types.includes(typ.toLowerCase());
    },
    mend: (facts) =>
      mended(
        facts,
        { header: { typ: "client-authentication+jwt" } },
        "Send typ client-authentication+jwt, or none",
      ),
  },
  {
    id: "client_assertion.subject",
    section: "RFC 7523 section 3",
    error: "invalid_client",
    description: "The iss and the sub of the client_assertion must be the client_id",
    expected: (facts) => `iss and sub ${named(facts)}`,
    received: (facts) => `iss ${shownValue(claim(facts, "iss"))}, sub ${shownValue(claim(facts, "sub"))}`,
    holds: (facts) =>
      assertionOf(facts) === undefined ||
      claim(facts, "iss") === named(facts) && claim(facts, "sub") === named(facts),
    mend: (facts) =>
      mended(facts, { claims: { iss: named(facts), sub: named(facts) } }, `Sign iss and sub ${named(facts)}`),
  },
  {
    id: "client_assertion.expiry",
    section: "RFC 7523 section 3",
    error: "invalid_client",
    description: "The exp of the client_assertion must be in the future, and not by more than an hour",
    expected: () => `exp at most ${longestAssertion} s from now`,
    received: (facts) => `exp ${secondsFrom(facts, claim(facts, "exp"))}`,
    holds: (facts) => assertionOf(facts) === undefined || isNear(facts),
    mend: (facts) =>
      mended(
        facts,
        { claims: { exp: facts.now + 60 } },
        `Sign each assertion anew, with an exp in a minute${settingClock(facts)}`,
      ),
  },
  {
    id: "client_assertion.issued",
    section: "RFC 7523 section 3, RFC 7519 section 4.1.5",
    error: "invalid_client",
    description: "The iat and the nbf of the client_assertion must not be in the future, nor iat long ago",
    expected: () => `iat and nbf at most ${acceptedSkew} s from now, iat at most ${longestAssertion} s ago`,
    received: (facts) =>
      `iat ${secondsFrom(facts, claim(facts, "iat"))}, nbf ${secondsFrom(facts, claim(facts, "nbf"))}`,
    holds: (facts) => hasCome(facts, "iat") && hasCome(facts, "nbf") && isRecent(facts),
    mend: (facts) =>
      mended(
        facts,
        { claims: { iat: facts.now, nbf: facts.now } },
        `Sign each assertion anew, with the present time${settingClock(facts)}`,
      ),
  },
  {
    id: "client_assertion.jti",
    section: "RFC 7523 section 3, OpenID Connect Core section 9",
    error: "invalid_client",
    description: "The client_assertion must have a jti of its own",
    expected: () => "A jti",
    received: (facts) => claim(facts, "jti") === undefined ? "None" : "One that is no text, or empty",
    holds: (facts) => {
      const jti = claim(facts, "jti");
      return assertionOf(facts) === undefined || typeof jti === "string" && jti !== "";
    },
    mend: (facts) =>
      mended(facts, { claims: { jti: "a new one" } }, "Sign a new random jti into each assertion"),
  },
];
