import { allowedScopes, isScopeList, parseScope, sortScopes } from "../../domain/scope.ts";
import { requiresPkce } from "../../domain/tenant_policy.ts";
import { asked, askedValues, type AuthorizationFacts, said } from "./authorization_facts.ts";
import type { Check } from "../check.ts";
import { claimsChecks } from "./claims_checks.ts";
import { sending } from "../mend.ts";
import { onceCheck } from "../once_check.ts";
import { authorizationParameters } from "../parameters.ts";
import { carried, longest, tooLong } from "./parameter_lengths.ts";
import { codeChallengeMethods, isCodeChallenge } from "./pkce.ts";
import { issues, responseChecks } from "./response_checks.ts";

type Row = Check<AuthorizationFacts>;

const prompts = ["login", "consent", "select_account"];

/** A challenge of the right form; the client makes its own from its verifier. */
const exampleChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** Once client and redirect URI are proven, a refusal goes to the client, in the order in which its developer would want to know. */
export const redirectChecks: readonly Row[] = [
  onceCheck("RFC 6749 section 3.1", authorizationParameters),
  {
    id: "parameters.length",
    section: "RFC 6749 section 10",
    error: "invalid_request",
    description: (facts) =>
      `A parameter is too long: ${
        tooLong(facts).map((name) => `${name}, at most ${longest(name)} characters`)
      }`,
    expected: () => `At most ${carried.map((name) => `${longest(name)} characters of ${name}`).join(", ")}`,
    received: (facts) => `More in: ${tooLong(facts).join(", ")}`,
    holds: (facts) => tooLong(facts).length === 0,
    mend: (facts) => sending(facts, tooLong(facts)[0]!, null),
  },
  {
    id: "registration.unsupported",
    section: "OpenID Connect Core section 3.1.2.6",
    error: "registration_not_supported",
    description: "The parameter registration is not supported",
    expected: () => "No registration",
    received: () => "One",
    holds: (facts) => asked(facts, "registration") === undefined,
    mend: (facts) => sending(facts, "registration", null),
  },
  ...responseChecks,
  {
    id: "scope.syntax",
    section: "RFC 6749 section 3.3",
    error: "invalid_scope",
    description: "The scope is not a list of names parted by single spaces",
    expected: () => "Names of printable characters, parted by single spaces",
    received: said("scope"),
    holds: (facts) => isScopeList(asked(facts, "scope") ?? "openid"),
    mend: (facts) =>
      sending(facts, "scope", askedValues(facts, "scope").filter(isScopeList).join(" ") || null),
  },
  {
    id: "scope.allowed",
    section: "RFC 6749 section 3.3",
    error: "invalid_scope",
    description: (facts) =>
      `This client may not ask for: ${
        sortScopes(parseScope(asked(facts, "scope") ?? ""), facts.client!, facts.policy).forbidden.join(" ")
      }`,
    expected: (facts) => `Some of: ${allowedScopes(facts.client!, facts.policy).join(" ")}`,
    received: said("scope"),
    holds: (facts) =>
      sortScopes(parseScope(asked(facts, "scope") ?? ""), facts.client!, facts.policy).forbidden.length === 0,
    mend: (facts) => {
      const { granted, unknown } = sortScopes(
        parseScope(asked(facts, "scope") ?? ""),
        facts.client!,
        facts.policy,
      );
      return sending(facts, "scope", [...granted, ...unknown].join(" ") || null);
    },
  },
  {
    id: "code_challenge.present",
    section: "RFC 9700 section 2.1.1",
    error: "invalid_request",
    description:
      "A code_challenge is required (PKCE with S256); for a client that cannot send one its require_pkce is set to false",
    expected: () => "A code_challenge with code_challenge_method S256",
    received: () => "None",
    holds: (facts) =>
      asked(facts, "code_challenge") !== undefined || !issues(facts, "code") ||
      !requiresPkce(facts.client!.require_pkce, facts.policy),
    mend: (facts) => sending(facts, "code_challenge", exampleChallenge),
  },
  {
    id: "code_challenge_method.supported",
    section: "RFC 7636 section 4.4.1",
    error: "invalid_request",
    description: "The code_challenge_method has to be S256",
    expected: () => codeChallengeMethods.join(", "),
    // Without a method a challenge is `plain` by RFC 7636 section 4.3.
    received: (facts) => asked(facts, "code_challenge_method") ?? "plain, by leaving it out",
    holds: (facts) =>
      asked(facts, "code_challenge") === undefined
        ? asked(facts, "code_challenge_method") === undefined
        : codeChallengeMethods.some((method) => method === asked(facts, "code_challenge_method")),
    mend: (facts) =>
      sending(facts, "code_challenge_method", asked(facts, "code_challenge") === undefined ? null : "S256"),
  },
  {
    id: "code_challenge.syntax",
    section: "RFC 7636 section 4.2",
    error: "invalid_request",
    description: "The code_challenge is not the base64url text of a SHA-256 digest",
    expected: () => "43 characters of base64url",
    received: (facts) => `${asked(facts, "code_challenge")?.length} characters`,
    holds: (facts) => isCodeChallenge(asked(facts, "code_challenge") ?? "-".repeat(43)),
    mend: (facts) => sending(facts, "code_challenge", exampleChallenge),
  },
  {
    id: "prompt.known",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The prompt may be none, or some of login, consent, select_account",
    expected: () => "none alone, or some of login, consent, select_account",
    received: said("prompt"),
    holds: (facts) => {
      const asked = askedValues(facts, "prompt");
      return asked.includes("none") ? asked.length === 1 : asked.every((part) => prompts.includes(part));
    },
    mend: (facts) =>
      sending(
        facts,
        "prompt",
        askedValues(facts, "prompt").filter((part) => prompts.includes(part)).join(" ") || null,
      ),
  },
  {
    id: "max_age.number",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The max_age is not a whole number of seconds",
    expected: () => "Digits",
    received: said("max_age"),
    holds: (facts) => /^\d{1,10}$/.test(asked(facts, "max_age") ?? "0"),
    mend: (facts) => sending(facts, "max_age", null),
  },
  {
    id: "id_token_hint.valid",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The id_token_hint is not an ID token of this issuer for this client",
    expected: () => "An ID token that this issuer signed for this client; it may have expired",
    received: (facts) => facts.hint && !facts.hint.valid ? facts.hint.why : "A valid one",
    holds: (facts) => facts.hint?.valid !== false,
    mend: (facts) => sending({ ...facts, hint: undefined }, "id_token_hint", null),
  },
  ...claimsChecks,
];
