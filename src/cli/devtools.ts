/** A connection to a Chromium by the Chrome DevTools Protocol. */
export interface DevTools {
  /** Calls a method. @param session The page that it is about; undefined: the browser. Throws what it refuses. */
  readonly call: (
    method: string,
    parameters?: Readonly<Record<string, unknown>>,
    session?: string,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** Waits for the next event of that name about a page. */
  readonly next: (event: string, session: string) => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Connects to the browser's own address. */
export async function openDevTools(address: string): Promise<DevTools> {
  const socket = new WebSocket(address), failed = () => new Error("The connection to Chromium ended");
  const calls = new Map<number, (message: Message) => void>();
  const awaited = new Map<string, () => void>();
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(failed()), { once: true });
  });
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  socket.addEventListener("close", () => ended.reject(failed()));
  socket.addEventListener("message", ({ data }) => {
    const message: Message = JSON.parse(data);
    if (message.id !== undefined) {
      calls.get(message.id)?.(message);
      calls.delete(message.id);
    } else awaited.get(`${message.method} ${message.sessionId}`)?.();
  });
  let last = 0;
  return {
    call: async (method, params = {}, sessionId) => {
      const id = ++last;
      const answered = new Promise<Message>((resolve) => calls.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
      const { result = {}, error } = await Promise.race([answered, ended.promise]);
      if (error) throw new Error(`Chromium refuses ${method}: ${error.message}`);
      return result;
    },
    next: (event, session) =>
      Promise.race([
        new Promise<void>((resolve) => awaited.set(`${event} ${session}`, resolve)),
        ended.promise,
      ]),
  };
}
