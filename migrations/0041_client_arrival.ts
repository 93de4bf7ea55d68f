/** Who gets an account by arriving for a client, and whether an address links; null: the client takes nothing away. */
export const up: readonly string[] = [
  `alter table client
    add column sign_up text,
    add column allowed_domains text[],
    add column link_by_email boolean`,
];
