import { lookup } from "node:dns/promises";

/** An address of a host. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds every address of a host name; an address stands for itself. @returns none where there is none, or no answer. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** The system's resolver. */
export const systemResolve: Resolve = async (host) => {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  } catch {
    return [];
  }
};
