/** Where in what an upstream tells that stands which it says of people anew. */
export const up: readonly string[] = [
  `alter table upstream add column claims jsonb not null default '{}'`,
  `update upstream set claims = (select jsonb_object_agg(name, name) from unnest(refresh_claims) as name)
    where refresh_claims <> '{}'`,
  `alter table upstream drop column refresh_claims`,
];
