/** When the documents were fetched by whose URLs some clients name themselves. */
export const up: readonly string[] = [
  `create table client_fetch (
    tenant text not null,
    client_id text not null,
    fresh_until bigint not null,
    constraint client_fetch_key primary key (tenant, client_id),
    constraint client_fetch_client foreign key (tenant, client_id) references client (tenant, client_id) on delete cascade
  )`,
];
