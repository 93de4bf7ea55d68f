/** Client assertions: what was spent of them, secrets that can be opened, and the audience that older clients name. */
export const up: readonly string[] = [
  `alter table client add column legacy_assertion_audience boolean`,
  `alter table client_secret
    add column sealed bytea,
    add constraint client_secret_sealed check ((kind = 'sealed') = (sealed is not null))`,
  // The bucket comes from what was signed, never from the time of arrival, so that one jti has one row (RFC 7523 section 3).
  `create table spent_jti (
    tenant text not null,
    bucket bigint not null,
    kind text not null,
    holder text not null,
    digest text not null,
    expires_at bigint not null,
    constraint spent_jti_key primary key (bucket, tenant, kind, holder, digest)
  )`,
];
