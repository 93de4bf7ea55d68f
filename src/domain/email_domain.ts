/**
 * Whether an address is of one of these domains. Nothing but its domain is looked at, and a text that is no address is
 * of none.
 *
 * @param domains In lower case.
 */
export function isOfDomain(address: string, domains: readonly string[]): boolean {
  const [, domain] = /^[^@\s]+@([^@\s]+)$/.exec(address.trim()) ?? [];
  return domain !== undefined && domains.includes(domain.toLowerCase());
}
