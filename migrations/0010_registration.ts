/** Clients that register themselves, the initial access tokens with which they do, and their logos. */
export const up: readonly string[] = [
  `alter table client
    add column origin text not null default 'admin',
    add column expires_at bigint not null default 253402300799,
    add column registration_version bigint not null default 0,
    add constraint client_origin check (origin in ('admin', 'token', 'open', 'document'))`,
  `create index client_expires_at on client (expires_at)`,
  `alter table consent add column client_version bigint not null default 0`,
  `create table initial_access_token (
    tenant text not null,
    id text not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    description text not null,
    uses_left bigint not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint initial_access_token_key primary key (tenant, id),
    constraint initial_access_token_digest unique (tenant, digest),
    constraint initial_access_token_state check (state in ('active', 'revoked')),
    constraint initial_access_token_tenant foreign key (tenant) references tenant (id) on delete cascade
  )`,
  `create index initial_access_token_created_at on initial_access_token (tenant, created_at, id)`,
  `create index initial_access_token_expires_at on initial_access_token (expires_at)`,
];
