/** Lifetimes of a client's own, in place of its tenant's. */
export const up: readonly string[] = [
  `alter table client add column lifetimes jsonb not null default '{}'`,
  `drop view usable_family`,
  // A session may be over for one client before it is for the others; what a client does not say is null, which least passes over.
  `create view usable_family as
    select f.*, case when f.session_id = '-' then 253402300799 else least(
        s.expires_at, s.idle_expires_at,
        s.auth_time + (c.lifetimes ->> 'session')::bigint, s.state_at + (c.lifetimes ->> 'session_idle')::bigint
      ) end as session_expires_at
    from token_family f
    join "grant" g on g.tenant = f.tenant and g.id = f.grant_id and g.state = 'active'
    join client c on c.tenant = f.tenant and c.client_id = f.client_id and c.state = 'active'
    join account a on a.tenant = f.tenant and a.id = f.account_id and a.state = 'active'
    join tenant t on t.id = f.tenant and t.state = 'active'
    left join consent k on k.tenant = f.tenant and k.id = g.consent_id
    left join session s on s.tenant = f.tenant and s.id = f.session_id
    where f.state = 'active'
      and (g.consent_id = '-' or k.state = 'given')
      and (f.session_id = '-' or s.state = 'open')
      and (c.allowed_groups is null and c.allowed_accounts is null
        or c.allowed_groups && a.groups or a.id = any(c.allowed_accounts))`,
];
