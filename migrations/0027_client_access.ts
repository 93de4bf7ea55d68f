/** Who is in which group, and who may use a client; null: everybody. */
export const up: readonly string[] = [
  `alter table account add column groups text[] not null default '{}'`,
  `alter table client add column allowed_groups text[], add column allowed_accounts text[]`,
  // What was noted under this name until now: names of groups as they have to be now, or something else, kept under another.
  `update account set groups = array(select distinct name #>> '{}' from jsonb_path_query(attributes, '$.groups[*]') as name),
      attributes = attributes - 'groups'
    where jsonb_typeof(attributes -> 'groups') = 'array'
      and (select count(*) from jsonb_path_query(attributes, '$.groups[*]')) <= 100
      and not exists (select from jsonb_path_query(attributes, '$.groups[*]') as name
        where name #>> '{}' !~ '^[!-~]([ -~]{0,98}[!-~])?$')`,
  `update account set attributes = attributes - 'groups' || jsonb_build_object('groups.noted', attributes -> 'groups')
    where attributes ? 'groups'`,
  `drop view usable_family`,
  // A list that is null never holds, and says nothing where the other one is null too (domain/client_access.ts).
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
      and (f.session_id = '-' or s.state = 'open')
      and (c.allowed_groups is null and c.allowed_accounts is null
        or c.allowed_groups && a.groups or a.id = any(c.allowed_accounts))`,
];
