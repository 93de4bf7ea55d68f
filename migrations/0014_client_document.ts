/** What vouches for a client's own words: the software statement that it registered with. */
export const up: readonly string[] = [
  `alter table client add column software_statement text`,
];
