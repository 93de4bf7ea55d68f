/**
 * Connections to a PostgreSQL server, each used by one unit of work at a time and by none after it broke.
 *
 * postgres.js has a pool of its own, but it opens a broken connection again under whoever holds it: what is left of
 * one transaction would run in another one or in none, and a statement sent in between ends the process. So each of
 * our connections is a client of its own with a socket of its own, which is never replaced.
 */
import net from "node:net";
import type { PostgresJSPendingQuery, PostgresJSReservedSql, PostgresJSSql } from "kysely-postgres-js";
import postgres from "postgres";

/** How many connections there may be, and how long one is waited for and held. */
export interface PoolLimits {
  readonly connections: number;
  /** Milliseconds from asking for a connection to being given one; undefined: no limit. */
  readonly waitMs: number | undefined;
  /** Milliseconds from asking for a connection to giving it back, however much of them was spent waiting; undefined: no limit. */
  readonly useMs: number | undefined;
}

/** Options of postgres.js that this pool does not set itself. */
export type ClientOptions = Pick<
  postgres.Options<Record<string, postgres.PostgresType>>,
  "types" | "connection"
>;

/** A fault of the connection, not of a statement. */
const broken = (code: string, message: string) => Object.assign(new Error(message), { code });

const closed = () => broken("CONNECTION_CLOSED", "PostgreSQL closed the connection");
const ended = () => broken("CONNECTION_ENDED", "The database was closed");

/** Whether a statement failed on a connection that is as good as before. A server that became read-only is another one. */
const isStatementFault = (fault: unknown) =>
  fault instanceof postgres.PostgresError && fault.severity === "ERROR" && fault.code !== "25006";

/** One connection, from opening to its end. */
interface Session {
  readonly client: ReturnType<typeof postgres>;
  /** Gives up the connection: what runs on it fails with this fault, and nothing is sent on it any more. */
  readonly lose: (fault: Error) => void;
  /** Why it is lost; undefined while it is not. */
  lost: Error | undefined;
  /** Refuses what runs on it. */
  readonly running: Set<(fault: Error) => void>;
}

function openSession(url: string, options: ClientOptions, onLost: (session: Session) => void): Session {
  let socket: net.Socket | undefined;
  const connect = ({ host: [host], port: [port], path }: { host: string[]; port: number[]; path?: string }) =>
    new Promise<net.Socket>((resolve, reject) => {
      const refuse = (fault: Error) => {
        session.lose(fault);
        reject(fault);
      };
      if (socket || session.lost) return refuse(closed());
      const opened = net.connect(path ? { path } : { host: host!, port: port!, noDelay: true });
      socket = Object.assign(opened, { host }); // the name that a certificate is held against
      opened.once("connect", () => resolve(opened));
      opened.once("error", refuse);
      opened.once("close", () => refuse(closed()));
    });
  const withSocket = { ...options, socket: connect }; // an option that its types do not know
  const client = postgres(url, {
    ...withSocket,
    onclose: () => session.lose(closed()),
    onnotice: () => {},
    max: 1,
    // These end a connection without asking who holds it.
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: 0,
    // This asks a question of its own on each new connection, and ends the process where that is cut off.
    fetch_types: false,
  });
  const session: Session = {
    client,
    lost: undefined,
    running: new Set(),
    lose(fault) {
      if (session.lost) return;
      session.lost = fault;
      socket?.destroy();
      for (const refuse of session.running) refuse(fault);
      onLost(session);
    },
  };
  return session;
}

type Rows = Awaited<PostgresJSPendingQuery>;

/** Runs a statement on a session. A transaction that broke with its connection was rolled back by the server. */
function run(session: Session, text: string, send: () => PostgresJSPendingQuery): Promise<Rows> {
  if (session.lost && text === "rollback") {
    return Promise.resolve(Object.assign([], { command: "ROLLBACK", count: 0 }));
  }
  if (session.lost) return Promise.reject(session.lost);
  return new Promise<Rows>((resolve, reject) => {
    session.running.add(reject);
    send().then((rows) => {
      session.running.delete(reject);
      // PostgreSQL answers so where a statement failed before and the unit went on as if it had not.
      const undone = text === "commit" && rows.command === "ROLLBACK";
      undone ? reject(new Error("The unit was rolled back: one of its statements failed")) : resolve(rows);
    }, (fault) => {
      session.running.delete(reject);
      reject(fault);
      if (!isStatementFault(fault)) session.lose(fault);
    });
  });
}

/** Opens a pool in the shape that Kysely's dialect takes. Connections are opened as they are needed. */
export function openPool(url: string, options: ClientOptions, limits: PoolLimits): PostgresJSSql {
  const sessions = new Set<Session>(), idle: Session[] = [];
  const waiting = new Set<(session: Session | Error) => void>();
  let ending = false;

  const give = (make: () => Session) => {
    const [next] = waiting;
    if (next) next(make());
    return next !== undefined;
  };
  const open = () => {
    const session = openSession(url, options, (lost) => {
      sessions.delete(lost);
      const at = idle.indexOf(lost);
      if (at >= 0) idle.splice(at, 1);
      if (!ending) give(open);
    });
    sessions.add(session);
    return session;
  };
  const turn = () =>
    new Promise<Session>((resolve, reject) => {
      const timer = limits.waitMs === undefined ? undefined : setTimeout(
        () =>
          take(broken("CONNECTIONS_BUSY", `No database connection became free within ${limits.waitMs} ms`)),
        limits.waitMs,
      );
      const take = (session: Session | Error) => {
        clearTimeout(timer);
        waiting.delete(take);
        session instanceof Error ? reject(session) : resolve(session);
      };
      waiting.add(take);
    });
  const acquire = () => {
    const session = idle.pop() ?? (sessions.size < limits.connections ? open() : undefined);
    return session ?? turn();
  };

  const reserve = async (): Promise<PostgresJSReservedSql> => {
    if (ending) throw ended();
    const { useMs } = limits, asked = performance.now(), session = await acquire();
    const timer = useMs === undefined ? undefined : setTimeout(
      () => session.lose(broken("DATABASE_SILENT", `The database did not answer within ${useMs} ms`)),
      useMs - (performance.now() - asked),
    );
    let held = true;
    return {
      unsafe: (text, parameters, queryOptions) => {
        const query = () => session.client.unsafe(text, parameters, queryOptions);
        return Object.assign(held ? run(session, text, query) : Promise.reject(closed()), {
          cancel: () => {},
        });
      },
      release: () => {
        if (!held) return;
        held = false;
        clearTimeout(timer);
        // What was left running could meet the next unit.
        if (session.running.size > 0) session.lose(closed());
        if (!session.lost && !give(() => session)) idle.push(session);
      },
    };
  };

  const end = async () => {
    ending = true;
    for (const take of waiting) take(ended());
    await Promise.all([...sessions].map(async (session) => {
      await session.client.end({ timeout: 1 });
      session.lose(ended());
    }));
  };
  return { reserve, end, options: {} };
}
