/** Who is still to be told that a session ended. */
export const up: readonly string[] = [
  `create table logout_delivery (
    tenant text not null,
    bucket bigint not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    client_id text not null,
    account_id text not null,
    sid text not null,
    attempts bigint not null,
    next_attempt_at bigint not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint logout_delivery_key primary key (bucket, id, tenant),
    constraint logout_delivery_state check (state in ('queued', 'delivered', 'failed')),
    constraint logout_delivery_tenant foreign key (tenant) references tenant (id) on delete cascade
  )`,
  `create index logout_delivery_due on logout_delivery (tenant, next_attempt_at) where state = 'queued'`,
  `create index session_lapsing on session (tenant, least(expires_at, idle_expires_at)) where state = 'open'`,
];
