/** Upstreams that speak OAuth 1.0a: how requests to them are signed, and with which key. */
export const up: readonly string[] = [
  `alter table upstream
    add column signature_method text,
    add column signing_key bytea,
    add column public_key text,
    drop constraint upstream_kind,
    add constraint upstream_kind check (kind in ('oidc', 'oauth2', 'oauth1'))`,
];
