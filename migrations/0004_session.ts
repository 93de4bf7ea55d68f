/** Browsers, the sessions in them, and the sid under which each client knows a session. */
export const up: readonly string[] = [
  `create table browser (
    tenant text not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    digest text not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint browser_key primary key (tenant, id),
    constraint browser_digest unique (tenant, digest),
    constraint browser_state check (state in ('open', 'ended'))
  )`,
  `create index browser_expires_at on browser (expires_at)`,
  `create table session (
    tenant text not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    browser_id text not null,
    account_id text not null,
    auth_time bigint not null,
    acr text not null,
    amr text[] not null,
    idle_expires_at bigint not null,
    expires_at bigint not null,
    end_reason text not null,
    created_at bigint not null,
    constraint session_key primary key (tenant, id),
    constraint session_state check (state in ('open', 'ended'))
  )`,
  `create index session_browser on session (tenant, browser_id)`,
  `create index session_account on session (tenant, account_id)`,
  `create unique index session_one_open on session (tenant, browser_id, account_id) where state = 'open'`,
  `create index session_expires_at on session (expires_at)`,
  `create table session_client (
    tenant text not null,
    session_id text not null,
    client_id text not null,
    sid text not null,
    constraint session_client_key primary key (tenant, sid),
    constraint session_client_session foreign key (tenant, session_id) references session (tenant, id) on delete cascade
  )`,
  `create index session_client_session on session_client (tenant, session_id)`,
];
