/**
 * By which upstream somebody signed in last; `-`: by a password. A session of before that came from any is taken for one
 * that came by it.
 */
export const up: readonly string[] = [
  `alter table session add column signed_in_by text not null default '-'`,
  `update session s set signed_in_by = u.upstream_id from session_upstream u
    where u.tenant = s.tenant and u.session_id = s.id`,
];
