/** What an upstream gave us with somebody who has yet to prove something, so that it is kept once they are linked. */
export const up: readonly string[] = [
  `alter table link_proof
    add column sid text not null default '-',
    add column id_token bytea,
    add column tokens bytea,
    add column tokens_expire_at bigint`,
];
