/** Which accounts may administer the server. */
export const up: readonly string[] = [
  `create table admin_role (
    tenant text not null,
    account_id text not null,
    created_at bigint not null,
    constraint admin_role_key primary key (tenant, account_id),
    constraint admin_role_account foreign key (tenant, account_id) references account (tenant, id) on delete cascade
  )`,
];
