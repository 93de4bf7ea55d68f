/** What is noted of people beside the standard claims, and how clients are told of it. */
export const up: readonly string[] = [
  `alter table account add column attributes jsonb not null default '{}'`,
  `alter table client add column claim_mappings jsonb not null default '{}'`,
  // Discovery lists the names of custom claims: few clients have any.
  `create index client_claim_mappings on client (tenant) where claim_mappings <> '{}'`,
];
