/**
 * What each state of kept tokens is told apart by: drawn from one sequence, so that tokens which are kept anew after they
 * were forgotten are never taken for those of before.
 */
export const up: readonly string[] = [
  `create sequence upstream_token_version owned by upstream_token.version`,
  `select setval('upstream_token_version', (select coalesce(max(version), 0) + 1 from upstream_token))`,
];
