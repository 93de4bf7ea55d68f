/** People, their passwords, the links that let them set one, and what slows guessing down. */
export const up: readonly string[] = [
  `create table account (
    tenant text not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    username text,
    email text,
    email_verified boolean not null,
    claims jsonb not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    constraint account_key primary key (tenant, id),
    constraint account_state check (state in ('pending', 'active', 'disabled', 'erased')),
    constraint account_tenant foreign key (tenant) references tenant (id) on delete cascade
  )`,
  `create unique index account_username on account (tenant, lower(username))`,
  `create unique index account_email on account (tenant, lower(email))`,
  `create table password (
    tenant text not null,
    account_id text not null,
    hash text not null,
    changed_at bigint not null,
    constraint password_key primary key (tenant, account_id),
    constraint password_account foreign key (tenant, account_id) references account (tenant, id) on delete cascade
  )`,
  `create table one_time_link (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    purpose text not null,
    account_id text not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint one_time_link_key primary key (bucket, digest),
    constraint one_time_link_state check (state in ('offered', 'used', 'withdrawn'))
  )`,
  `create index one_time_link_account on one_time_link (tenant, account_id)`,
  `create table throttle (
    tenant text not null,
    key text not null,
    level double precision not null,
    updated_at bigint not null,
    constraint throttle_key primary key (tenant, key)
  )`,
];
