/** Authorization requests on their way, what they lead to, and the one predicate that says whether a token still counts. */
export const up: readonly string[] = [
  `create table interaction (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    browser_digest text not null,
    client_id text not null,
    request jsonb not null,
    session_id text not null,
    account_id text not null,
    auth_time_required bigint not null,
    acr_required text not null,
    consent_digest text not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint interaction_key primary key (bucket, digest),
    constraint interaction_state check (
      state in ('ready', 'account', 'login', 'factor', 'consent', 'granted', 'denied', 'abandoned')
    )
  )`,
  `create table parked_request (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    parameters bytea not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint parked_request_key primary key (bucket, digest),
    constraint parked_request_state check (state in ('parked', 'taken'))
  )`,
  `create table consent (
    tenant text not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    account_id text not null,
    client_id text not null,
    scopes text[] not null,
    created_at bigint not null,
    constraint consent_key primary key (tenant, id),
    constraint consent_state check (state in ('given', 'withdrawn'))
  )`,
  `create unique index consent_one_given on consent (tenant, account_id, client_id) where state = 'given'`,
  `create table "grant" (
    tenant text not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    account_id text not null,
    client_id text not null,
    consent_id text not null,
    managed boolean not null,
    scopes text[] not null,
    created_at bigint not null,
    constraint grant_key primary key (tenant, id),
    constraint grant_state check (state in ('active', 'superseded', 'revoked'))
  )`,
  `create unique index grant_one_unmanaged on "grant" (tenant, account_id, client_id)
    where state = 'active' and not managed`,
  `create index grant_account on "grant" (tenant, account_id)`,
  `create table authorization_code (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    client_id text not null,
    account_id text not null,
    grant_id text not null,
    family_id text not null,
    redirect_uri text not null,
    code_challenge text not null,
    proof_key text not null,
    session_id text not null,
    sid text not null,
    scopes text[] not null,
    nonce text,
    auth_time bigint not null,
    acr text not null,
    amr text[] not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint authorization_code_key primary key (bucket, digest),
    constraint authorization_code_state check (state in ('issued', 'redeemed', 'revoked'))
  )`,
  `create table token_family (
    tenant text not null,
    bucket bigint not null,
    id text not null,
    state text not null,
    state_at bigint not null,
    client_id text not null,
    account_id text not null,
    grant_id text not null,
    session_id text not null,
    sid text not null,
    proof_key text not null,
    scopes text[] not null,
    nonce text,
    auth_time bigint not null,
    acr text not null,
    amr text[] not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint token_family_key primary key (bucket, id),
    constraint token_family_state check (state in ('active', 'revoked'))
  )`,
  `create index token_family_grant on token_family (tenant, grant_id)`,
  `create table refresh_token (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    client_id text not null,
    proof_key text not null,
    grant_id text not null,
    family_id text not null,
    predecessor_bucket bigint not null,
    predecessor_digest text not null,
    request_digest text not null,
    grace_until bigint not null,
    repeats bigint not null,
    answer bytea,
    expires_at bigint not null,
    created_at bigint not null,
    constraint refresh_token_key primary key (bucket, digest),
    constraint refresh_token_state check (state in ('current', 'rotated', 'settled', 'revoked'))
  )`,
  `create index refresh_token_family on refresh_token (bucket, family_id)`,
  `create table access_token (
    tenant text not null,
    bucket bigint not null,
    digest text not null,
    state text not null,
    state_at bigint not null,
    client_id text not null,
    account_id text not null,
    family_id text not null,
    proof_key text not null,
    scopes text[] not null,
    audience text[] not null,
    expires_at bigint not null,
    created_at bigint not null,
    constraint access_token_key primary key (bucket, digest),
    constraint access_token_state check (state in ('active', 'revoked'))
  )`,
  `create table revoked_jti (
    tenant text not null,
    bucket bigint not null,
    jti text not null,
    expires_at bigint not null,
    constraint revoked_jti_key primary key (tenant, bucket, jti)
  )`,
  // A token counts only while its family, grant, consent, client, account, tenant and, where bound, session do.
  // 253402300799 is the last second of the year 9999: a family that is bound to no session outlives none.
  `create view usable_family as
    select f.*, case when f.session_id = '-' then 253402300799 else least(s.expires_at, s.idle_expires_at) end
      as session_expires_at
    from token_family f
    join "grant" g on g.tenant = f.tenant and g.id = f.grant_id and g.state = 'active'
    join client c on c.tenant = f.tenant and c.client_id = f.client_id and c.state = 'active'
    join account a on a.tenant = f.tenant and a.id = f.account_id and a.state = 'active'
    join tenant t on t.id = f.tenant and t.enabled
    left join consent k on k.tenant = f.tenant and k.id = g.consent_id
    left join session s on s.tenant = f.tenant and s.id = f.session_id
    where f.state = 'active'
      and (g.consent_id = '-' or k.state = 'given')
      and (f.session_id = '-' or s.state = 'open')`,
];
