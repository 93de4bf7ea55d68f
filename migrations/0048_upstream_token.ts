/** Tokens that upstreams gave us for people, where that is wanted. */
export const up: readonly string[] = [
  `alter table upstream add column store_tokens boolean not null default false`,
  `create table upstream_token (
    tenant text not null,
    upstream_id text not null,
    iss text not null,
    sub text not null,
    tokens bytea not null,
    expires_at bigint not null,
    refresh_until bigint not null,
    version bigint not null,
    constraint upstream_token_key primary key (tenant, upstream_id, iss, sub),
    constraint upstream_token_identity foreign key (tenant, upstream_id, iss, sub)
      references upstream_identity (tenant, upstream_id, iss, sub) on delete cascade
  )`,
];
