import type { Jwk } from "./checks/jwks.ts";

/** The issuer as its documents describe it. */
export interface Server {
  readonly issuer: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly keys: readonly Jwk[];
}

/** The address of an endpoint. Throws where the metadata has none: whoever may do without asks for the member. */
export function endpointOf({ metadata }: Server, name: string): string {
  const address = metadata[name];
  if (typeof address !== "string") throw new Error(`The metadata has no ${name}`);
  return address;
}

/** A member that is a list of texts; empty where there is none. */
export const listIn = ({ metadata }: Server, name: string): readonly string[] => {
  const found = metadata[name];
  return Array.isArray(found) ? found.map(String) : [];
};
