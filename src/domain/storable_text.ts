/** Whether a database column can hold a text: one with U+0000, or with half of a surrogate pair, it cannot. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** A text as a database column can hold it, where it is only to be read: U+FFFD stands for what it cannot. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll("\0", "\ufffd");

/** Whether a text is one that anything can show: well-formed, and without control characters. */
export const isPlainText = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
