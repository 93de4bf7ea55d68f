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

/** Whether a text can be an e-mail address. */
export const isEmail = (text: string): boolean => fits(email, text);
