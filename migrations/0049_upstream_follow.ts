/**
 * Whether people are sent to an upstream to sign out there too, and what shows the upstream whom that is about; and what
 * an upstream may say of people anew.
 */
export const up: readonly string[] = [
  `alter table upstream
    add column logout text not null default 'offer',
    add column refresh_claims text[] not null default '{}',
    add constraint upstream_logout check (logout in ('none', 'offer', 'always'))`,
  `alter table session_upstream add column id_token bytea`,
];
