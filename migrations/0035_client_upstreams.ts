/** Which upstreams a client's people are offered, by slug; null: each. */
export const up: readonly string[] = [
  `alter table client add column allowed_upstreams text[]`,
];
