/** The one method taken: `plain` gives the verifier away (RFC 9700 section 2.1.1). */
export const codeChallengeMethods = ["S256"] as const;

/** Whether a text can be an S256 challenge: 32 octets as base64url (RFC 7636 section 4.2). */
export const isCodeChallenge = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** Whether a text can be a verifier (RFC 7636 section 4.1). */
export const isCodeVerifier = (text: string): boolean => /^[A-Za-z0-9._~-]{43,128}$/.test(text);
