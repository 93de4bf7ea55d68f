/** What a person may sign in with beside the e-mail address. Without @, so that no name can be taken for somebody else's address. */
export const username = { pattern: "^[^\\s@\\u0000-\\u001f\\u007f]+$", longest: 100 } as const;

/** An e-mail address as far as a form can judge it; whether mail arrives there is another matter. */
export const email = {
  pattern: "^[^\\s@\\u0000-\\u001f\\u007f]+@[^\\s@\\u0000-\\u001f\\u007f]+$",
  longest: 254,
} as const;

const fits = ({ pattern, longest }: typeof username | typeof email, text: string): boolean =>
  text.length <= longest && new RegExp(pattern, "u").test(text);

/** Whether a text can be a user name. */
export const isUsername = (text: string): boolean => fits(username, text);

/**
 * Whether a text can be an e-mail address. Addresses are compared in lower case (RFC 5321 section 2.4 leaves that to
 * their hosts), so beyond ASCII they have to be written in it: K (U+212A) would be taken for k, and programs differ about
 * others.
 */
export const isEmail = (text: string): boolean =>
  fits(email, text) && [...text].every((sign) => sign <= "\x7f" || sign === sign.toLowerCase());
