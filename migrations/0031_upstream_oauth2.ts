/** Upstreams that are no OpenID Providers, and ready-made ones. */
export const up: readonly string[] = [
  `alter table upstream
    add column preset text not null default '-',
    add column endpoints jsonb,
    add column person jsonb,
    drop constraint upstream_kind,
    add constraint upstream_kind check (kind in ('oidc', 'oauth2'))`,
];
