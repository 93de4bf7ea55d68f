/** When somebody signed in here, beside when they proved themselves, which an upstream may not tell. */
export const up: readonly string[] = [
  `alter table session add column signed_in_at bigint`,
  `update session set signed_in_at = auth_time`,
  `alter table session alter column signed_in_at set not null`,
];
