/**
 * What people have yet to prove before who they are at an upstream is linked with their account; and links that are kept
 * for some days after they were taken away. A server of the version before goes on linking, so the columns have defaults.
 */
export const up: readonly string[] = [
  `create table link_proof (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    browser_digest text not null,
    upstream_id text not null,
    iss text not null,
    sub text not null,
    account_id text not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint link_proof_key primary key (bucket, digest, tenant),
    constraint link_proof_state check (state in ('offered', 'used', 'refused'))
  )`,
  `alter table upstream_identity
    add column id text not null default gen_random_uuid()::text,
    add column state text not null default 'linked',
    add column state_at bigint not null default 0,
    add column expires_at bigint not null default 253402300799,
    drop constraint upstream_identity_key,
    add constraint upstream_identity_key primary key (tenant, id),
    add constraint upstream_identity_subject unique (tenant, upstream_id, iss, sub),
    add constraint upstream_identity_state check (state in ('linked', 'unlinked', 'undone'))`,
  `update upstream_identity set state_at = linked_at`,
  `create index upstream_identity_expiry on upstream_identity (expires_at)`,
];
