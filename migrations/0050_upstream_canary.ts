/** How upstreams stood when they were looked at last. */
export const up: readonly string[] = [
  `create table upstream_canary (
    tenant text not null,
    upstream_id text not null,
    state text not null,
    state_at bigint not null,
    found text not null,
    checked_at bigint not null,
    due_at bigint not null,
    constraint upstream_canary_key primary key (tenant, upstream_id),
    constraint upstream_canary_state check (state in ('well', 'broken')),
    constraint upstream_canary_tenant foreign key (tenant) references tenant (id) on delete cascade
  )`,
];
