/** Traffic against a running server, each answer of which is held against what it may be. */
import type { Send } from "../support/provider.ts";

/** What came back for one request. */
export interface Answered {
  /** The kind of request. */
  readonly what: string;
  /** When it was sent and when its answer was there, in milliseconds of the monotonic clock. */
  readonly from: number;
  readonly to: number;
  /** 0: the connection broke before there was an answer. */
  readonly status: number;
  /** Names the request in the server's log. */
  readonly requestId: string;
}

/** Who reads the answers, and so how a refusal has to look. */
export type Reader = "program" | "person" | "probe";

/** Thrown out of a flow where the server said, as it should, to come back later; or was not there. */
export class Unavailable extends Error {}

/** Clients at work. */
export interface Traffic {
  readonly answers: readonly Answered[];
  /** What should not have happened, in words. */
  readonly faults: readonly string[];
  /** A way to send requests of one kind: records each answer and judges it, and throws {@link Unavailable} for a proper 503. */
  readonly as: (what: string, reader: Reader, expected?: readonly number[]) => Send;
  /** Starts a client, which takes its turn again and again. */
  readonly work: (turn: () => Promise<void>) => void;
  /** Waits until every one of these kinds of request succeeded after a moment. @returns what is still missing when the time is over. */
  readonly succeed: (kinds: readonly string[], since: number, withinMs: number) => Promise<readonly string[]>;
  /** Lets every client end its turn. */
  readonly stop: () => Promise<void>;
}

/** How patient and how pressing the clients are. */
export interface TrafficOptions {
  /** Milliseconds within which every request has to be answered. */
  readonly limitMs: number;
  /** Milliseconds between two turns of a client. */
  readonly pauseMs: number;
  /** Whether connections may break, as they do where the server is killed. */
  readonly mayBreak?: boolean;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The first answer of a kind that came after a moment and is no refusal. */
export const firstSuccess = (
  answers: readonly Answered[],
  what: string,
  since: number,
): Answered | undefined =>
  answers.find((answer) => answer.what === what && answer.to >= since && answer.status < 400);

/** What is wrong with a refusal that should say: come back later. */
async function faultOfRefusal(reader: Reader, response: Response): Promise<string | undefined> {
  const type = response.headers.get("content-type") ?? "", body = await response.text();
  if (!/^[1-9]\d*$/.test(response.headers.get("retry-after") ?? "")) return "503 without Retry-After";
  if (reader === "person" && !type.startsWith("text/html")) return `503 as ${type}, not as a page`;
  if (reader !== "program") return undefined;
  if (!type.startsWith("application/json")) return `503 as ${type}, not as JSON`;
  return typeof JSON.parse(body).error === "string" ? undefined : `503 without an error code: ${body}`;
}

/** Sends a request and waits for the whole answer, so long and no longer. */
async function sendWithin(send: Send, limitMs: number, [address, init]: Parameters<Send>): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${limitMs} ms`)), limitMs);
  try {
    const response = await send(address, { ...init, signal: late.signal }), { status, headers } = response;
    const body = await response.arrayBuffer();
    return new Response(body.byteLength > 0 ? body : null, { status, headers });
  } catch (fault) {
    throw late.signal.aborted ? late.signal.reason : new Unavailable(String(fault));
  } finally {
    clearTimeout(timer);
  }
}

/** Starts clients that send their requests this way. */
export function startTraffic(
  send: Send,
  { limitMs, pauseMs, mayBreak = false }: TrafficOptions,
): Traffic {
  const answers: Answered[] = [], faults: string[] = [], clients: Promise<void>[] = [];
  let stopped = false;
  const as: Traffic["as"] = (what, reader, expected = [200, 303]) => async (address, init) => {
    const from = performance.now();
    const record = (status: number, requestId = "") =>
      answers.push({ what, from, to: performance.now(), status, requestId });
    const response = await sendWithin(send, limitMs, [address, init]).catch((fault) => {
      record(0);
      if (!mayBreak && fault instanceof Unavailable) faults.push(`${what}: ${fault.message}`);
      throw fault;
    });
    const { status } = response;
    record(status, response.headers.get("x-request-id") ?? "");
    if (status === 503 && !expected.includes(503)) {
      const wrong = await faultOfRefusal(reader, response);
      if (wrong) faults.push(`${what}: ${wrong}`);
      throw new Unavailable("503");
    }
    if (!expected.includes(status)) throw new Error(`${status} ${(await response.text()).slice(0, 300)}`);
    return response;
  };
  const client = async (turn: () => Promise<void>) => {
    while (!stopped) {
      try {
        await turn();
      } catch (fault) {
        if (fault instanceof Unavailable) await pause(mayBreak ? 50 : 0);
        else faults.push(String((fault as Error).stack));
        if (faults.length > 20) return;
      }
      await pause(pauseMs);
    }
  };
  return {
    answers,
    faults,
    as,
    work: (turn) => void clients.push(client(turn)),
    succeed: async (kinds, since, withinMs) => {
      for (;;) {
        const missing = kinds.filter((what) => !firstSuccess(answers, what, since));
        if (missing.length === 0 || performance.now() > since + withinMs || faults.length > 0) return missing;
        await pause(5);
      }
    },
    stop: async () => {
      stopped = true;
      await Promise.all(clients);
    },
  };
}
