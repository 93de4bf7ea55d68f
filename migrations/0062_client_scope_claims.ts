/** Clients that read the claims of scopes in the ID token alone. */
export const up: readonly string[] = [
  `alter table client add column scope_claims_in_id_token boolean not null default false`,
];
