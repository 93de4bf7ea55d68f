/** Who else vouches for claims of people (OpenID Connect Core section 5.6.2). */
export const up: readonly string[] = [
  `alter table account add column claim_sources jsonb not null default '{}'`,
];
