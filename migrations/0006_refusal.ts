/** Refused requests, kept for a week so that whoever runs the server can explain one by its reference. */
export const up: readonly string[] = [
  `create table refusal (
    tenant text not null,
    bucket bigint not null,
    reference text not null,
    at bigint not null,
    path text not null,
    client_id text not null,
    error text not null,
    why text not null,
    trace jsonb not null,
    expires_at bigint not null,
    constraint refusal_key primary key (tenant, reference)
  )`,
  `create index refusal_bucket on refusal (bucket)`,
];
