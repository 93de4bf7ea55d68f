/**
 * A port of this machine at which nobody listens. It is below the range that the kernel gives to outgoing connections,
 * so that none of those takes it before somebody listens there.
 */
export function freePort(): number {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (fault) {
      if (!(fault instanceof Deno.errors.AddrInUse)) throw fault;
    }
  }
}
