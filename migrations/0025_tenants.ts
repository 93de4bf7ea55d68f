/** Tenants beside the default one: their states and their host names. */
export const up: readonly string[] = [
  `drop view usable_family`,
  `alter table tenant
    add column tenant text,
    add column state text,
    add column state_at bigint,
    add column host text`,
  `update tenant set tenant = id, state = case when enabled then 'active' else 'disabled' end, state_at = created_at`,
  `alter table tenant
    alter column tenant set not null,
    alter column state set not null,
    alter column state_at set not null,
    drop column enabled,
    add constraint tenant_itself check (tenant = id),
    add constraint tenant_state check (state in ('active', 'disabled')),
    add constraint tenant_host unique (host)`,
  `create view usable_family as
    select f.*, case when f.session_id = '-' then 253402300799 else least(s.expires_at, s.idle_expires_at) end
      as session_expires_at
    from token_family f
    join "grant" g on g.tenant = f.tenant and g.id = f.grant_id and g.state = 'active'
    join client c on c.tenant = f.tenant and c.client_id = f.client_id and c.state = 'active'
    join account a on a.tenant = f.tenant and a.id = f.account_id and a.state = 'active'
    join tenant t on t.id = f.tenant and t.state = 'active'
    left join consent k on k.tenant = f.tenant and k.id = g.consent_id
    left join session s on s.tenant = f.tenant and s.id = f.session_id
    where f.state = 'active'
      and (g.consent_id = '-' or k.state = 'given')
      and (f.session_id = '-' or s.state = 'open')`,
];
