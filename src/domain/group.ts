/** The form of a group's name, as a regular expression: printable ASCII, with no space at either end. */
export const groupName = "^[!-~](?:[ -~]{0,98}[!-~])?$";

/** How many groups a person may be in, and how many groups and accounts a client may name. */
export const groupBounds = { ofPerson: 100, ofClient: 100, accountsOfClient: 1000 } as const;
