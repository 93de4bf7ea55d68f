/** Which upstream is the way in for addresses of which domain: one. Of several that were so before, the oldest stays it. */
export const up: readonly string[] = [
  `create table upstream_domain (
    tenant text not null,
    domain text not null,
    upstream_id text not null,
    constraint upstream_domain_key primary key (tenant, domain),
    constraint upstream_domain_upstream foreign key (tenant, upstream_id) references upstream (tenant, id) on delete cascade
  )`,
  `create index upstream_domain_holder on upstream_domain (tenant, upstream_id)`,
  `insert into upstream_domain (tenant, domain, upstream_id)
    select distinct on (u.tenant, d.domain) u.tenant, d.domain, u.id
    from upstream u cross join lateral unnest(u.domains) as d (domain)
    where u.state <> 'deleted' order by u.tenant, d.domain, u.created_at, u.id`,
  `update upstream u set domains = array(
      select d.domain from unnest(u.domains) with ordinality as d (domain, place)
      join upstream_domain h on h.tenant = u.tenant and h.domain = d.domain and h.upstream_id = u.id
      order by d.place)
    where u.state <> 'deleted'`,
];
