/** Tenants, their signing keys, and the append-only record of every transition. */
export const up: readonly string[] = [
  `create table tenant (
    id text not null,
    slug text not null,
    enabled boolean not null,
    policy jsonb not null,
    pairwise_salt bytea not null,
    created_at bigint not null,
    constraint tenant_key primary key (id),
    constraint tenant_slug unique (slug)
  )`,
  `create table signing_key (
    tenant text not null,
    kid text not null,
    state text not null,
    state_at bigint not null,
    use text not null,
    alg text not null,
    public_jwk jsonb not null,
    private_key bytea not null,
    published_at bigint not null,
    last_expires_at bigint not null,
    created_at bigint not null,
    constraint signing_key_key primary key (tenant, kid),
    constraint signing_key_kid unique (kid),
    constraint signing_key_state check (state in ('announced', 'active', 'retiring', 'retired', 'revoked')),
    constraint signing_key_tenant foreign key (tenant) references tenant (id) on delete cascade
  )`,
  `create unique index signing_key_one_active on signing_key (tenant, use, alg) where state = 'active'`,
  `create table audit_event (
    tenant text not null,
    bucket bigint not null,
    id bigint generated always as identity,
    at bigint not null,
    machine text not null,
    event text not null,
    row_key text not null,
    state text not null,
    trail jsonb not null,
    constraint audit_event_key primary key (bucket, id)
  )`,
  `create index audit_event_grant on audit_event (tenant, (trail ->> 'grant_id')) where trail ? 'grant_id'`,
];
