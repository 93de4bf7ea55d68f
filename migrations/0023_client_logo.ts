/** The logos of clients, as they were fetched last. */
export const up: readonly string[] = [
  `create table client_logo (
    tenant text not null,
    client_id text not null,
    uri text not null,
    type text not null,
    body bytea not null,
    expires_at bigint not null,
    constraint client_logo_key primary key (tenant, client_id),
    constraint client_logo_client foreign key (tenant, client_id) references client (tenant, client_id) on delete cascade
  )`,
  `create index client_logo_expires_at on client_logo (expires_at)`,
];
