import { type Check, shown } from "../check.ts";
import { valueOf } from "../parameters.ts";
import type { AuthorizationResponse } from "./authorization_response.ts";

type Row = Check<AuthorizationResponse & { readonly response_type: string }>;

/** Bits that the letters of a text tell at the least, by how often each occurs (Shannon). */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const each = [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
  return each * text.length;
}

/** Characters of 8 bits in which 128 bits have room, and bits that are to be measured in them. */
const leastLength = 16, leastEntropy = 96;

/** What a response that grants keeps to. */
export const successChecks: readonly Row[] = [
  {
    id: "authorization_response.no_error",
    section: "RFC 6749 section 4.1.2",
    level: "failure",
    expects: "The request is granted",
    judge: ({ parameters }) => {
      const error = valueOf(parameters, "error");
      const description = valueOf(parameters, "error_description");
      return error === undefined ? undefined : `${error}${description ? ` (${description})` : ""}`;
    },
  },
  {
    id: "authorization_response.members",
    section: "OAuth 2.0 Multiple Response Type Encoding Practices section 3",
    level: "failure",
    expects: "What the response type names, and nothing that it does not name",
    judge: ({ parameters, response_type }) => {
      const asked = response_type.split(" ").map((word) => word === "token" ? "access_token" : word);
      const given = ["code", "id_token", "access_token"].filter((name) =>
        valueOf(parameters, name) !== undefined
      );
      return given.join() ===
          ["code", "id_token", "access_token"].filter((name) => asked.includes(name)).join()
        ? undefined
        : `${given.join(", ") || "none of them"}`;
    },
  },
];

/** What an authorization code keeps to. */
export const codeChecks: readonly Check<string>[] = [
  {
    id: "authorization_code.length",
    section: "RFC 6749 section 10.10",
    level: "failure",
    expects: "A code of at least 128 bits",
    judge: (code) => code.length >= leastLength ? undefined : `${code.length} characters`,
  },
  {
    id: "authorization_code.entropy",
    section: "RFC 6749 section 10.10",
    level: "failure",
    expects: `A code whose letters tell at least ${leastEntropy} bits`,
    judge: (code) => {
      const bits = Math.floor(entropyOf(code));
      return bits >= leastEntropy || code.length < leastLength ? undefined : shown(bits);
    },
  },
];
