import { isPlainText } from "./storable_text.ts";

/** What the text of a claim has to look like, so that it can be stored and told. */
export interface ClaimText {
  readonly pattern?: string;
  readonly longest: number;
}

const words = { longest: 200 } as const;
const webPage = { pattern: "^https?://[!-~]+$", longest: 2000 } as const;

/** A telephone number, as E.164 with punctuation at will, or with an RFC 3966 extension. */
export const phoneNumber = { pattern: "^\\+[0-9][0-9 ().-]*(;ext=[0-9]+)?$", longest: 50 } as const;

/** The claims of an account that are plain texts, by name (OpenID Connect Core section 5.1). */
export const claimTexts = {
  name: words,
  given_name: words,
  family_name: words,
  middle_name: words,
  nickname: words,
  profile: webPage,
  picture: webPage,
  website: webPage,
  gender: { longest: 100 },
  birthdate: { pattern: "^\\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01]))?$", longest: 10 },
  zoneinfo: { pattern: "^[A-Za-z0-9_+/-]+$", longest: 100 },
  locale: { pattern: "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$", longest: 35 },
} as const satisfies Readonly<Record<string, ClaimText>>;

/** Whether a value that somebody else tells can be a claim's text. */
export const fitsClaim = ({ pattern, longest }: ClaimText, value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= longest && isPlainText(value) &&
  (pattern === undefined || new RegExp(pattern).test(value));
