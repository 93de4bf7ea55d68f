/** What Apple and Microsoft Entra need of an upstream: whose key signs for us, and which of its tenants' people may come. */
export const up: readonly string[] = [
  `alter table upstream
    add column team_id text,
    add column key_id text,
    add column allowed_tids text[] not null default '{}',
    add column many_issuers boolean not null default false,
    add constraint upstream_many_issuers check (not (many_issuers and trust_email))`,
];
