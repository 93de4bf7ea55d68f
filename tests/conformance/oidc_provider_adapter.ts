/** What a provider keeps of one thing that it made. */
type Payload = Record<string, unknown>;

/**
 * Keeps what a provider makes for as long as it runs: its own store forgets the oldest once a thousand things are in it,
 * and so a client in the middle of a module.
 */
export function keepAll() {
  const kept = new Map<string, Payload>();
  const findBy = (member: "uid" | "userCode") => (value: string) =>
    Promise.resolve(kept.values().find((payload) => payload[member] === value));
  return {
    upsert: (id: string, payload: Payload) => Promise.resolve(void kept.set(id, payload)),
    find: (id: string) => Promise.resolve(kept.get(id)),
    findByUid: findBy("uid"),
    findByUserCode: findBy("userCode"),
    consume: (id: string) => Promise.resolve(void (kept.get(id)!.consumed = Math.floor(Date.now() / 1000))),
    destroy: (id: string) => Promise.resolve(void kept.delete(id)),
    revokeByGrantId: (grantId: string) => {
      for (const [id, payload] of kept) if (payload.grantId === grantId) kept.delete(id);
      return Promise.resolve();
    },
  };
}
