/** What clients ask to know beside their scopes: agreed to with the consent, shown with the grant, answered by code and family. */
const none = `'{"userinfo": {}, "id_token": {}, "locales": []}'::jsonb`;

export const up: readonly string[] = [
  `alter table consent add column claims text[] not null default '{}'`,
  `alter table "grant" add column claims text[] not null default '{}'`,
  `alter table authorization_code add column claims jsonb not null default ${none}`,
  `alter table token_family add column claims jsonb not null default ${none}`,
  // A view's columns are those that its tables had when it was made.
  `drop view usable_family`,
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
