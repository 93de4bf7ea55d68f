/** Keys of ours as a relying party, and how an upstream wants us to authenticate and encrypts to us. */
export const up: readonly string[] = [
  `alter table signing_key add column role text not null default 'op'`,
  `drop index signing_key_one_active`,
  `create unique index signing_key_one_active on signing_key (tenant, role, use, alg) where state = 'active'`,
  `alter table upstream
    add column token_endpoint_auth_signing_alg text,
    add column client_assertion_audience text,
    add column id_token_encrypted_response_alg text`,
];
