/** Which sessions came from which upstream, and what they are called there. */
export const up: readonly string[] = [
  `create table session_upstream (
    tenant text not null,
    session_id text not null,
    upstream_id text not null,
    iss text not null,
    sub text not null,
    sid text not null,
    constraint session_upstream_key primary key (tenant, session_id, upstream_id),
    constraint session_upstream_session foreign key (tenant, session_id) references session (tenant, id) on delete cascade,
    constraint session_upstream_upstream foreign key (tenant, upstream_id) references upstream (tenant, id) on delete cascade
  )`,
  `create index session_upstream_sub on session_upstream (tenant, upstream_id, sub)`,
  `create index session_upstream_sid on session_upstream (tenant, upstream_id, sid)`,
];
