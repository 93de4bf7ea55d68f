import { openBrowser } from "./agent.ts";
import { type Check, find } from "./check.ts";
import type { Config } from "./config.ts";
import type { Exchange, Send, WireRequest } from "./exchange.ts";
import type { Journal } from "./journal.ts";
import { openRandom } from "./random.ts";
import type { Receiver } from "./receiver.ts";
import type { FindScriptBrowser } from "./script_browser.ts";
import type { Stage } from "./stage.ts";
import type { Planned } from "./plan.ts";

/** What every stage of a run shares. */
export interface Scene {
  readonly issuer: string;
  readonly config: Config;
  readonly receiver: Receiver;
  readonly send: Send;
  readonly scriptBrowser: FindScriptBrowser;
  readonly seed: number;
}

/** What a stage needs for itself. */
export interface StageParts {
  readonly planned: Planned;
  readonly journal: Journal;
  readonly wait: (seconds: number) => Promise<void>;
  /** Takes what is to be done once the module is over. */
  readonly afterwards: Stage["afterwards"];
}

/** How a module ends before its last line; no fault of anybody's. */
const early = Symbol("early");

interface Early extends Error {
  readonly [early]: "stopped" | "skipped";
}

const leave = (kind: Early[typeof early], reason: string): never => {
  throw Object.assign(new Error(reason), { [early]: kind });
};

/** How a module left that threw this; undefined: something went wrong. */
export const leftEarly = (thrown: unknown): Early[typeof early] | undefined =>
  (thrown as Partial<Early>)?.[early];

/** Opens a stage for one module. */
export function openStage(scene: Scene, { planned, journal, wait, afterwards }: StageParts): Stage {
  const { issuer, config, receiver, seed } = scene, { variant, module } = planned;
  const { write, addSecret } = journal;
  const name = [planned.plan, module.id, ...Object.values(variant)].join(" ");

  const send = async (purpose: string, request: WireRequest) => {
    const at = Date.now();
    const logged = (response: Exchange["response"]) =>
      write({
        kind: "exchange",
        purpose,
        exchange: { at, milliseconds: Date.now() - at, request, response },
      });
    try {
      const response = await scene.send(request);
      logged(response);
      return response;
    } catch (fault) {
      logged(undefined);
      throw fault;
    }
  };

  const listen: Stage["listen"] = (purpose, path) => {
    const received: WireRequest[] = [], response = { status: 200, headers: [], body: "" };
    const take = (request: WireRequest) => {
      received.push(request);
      write({ kind: "exchange", purpose, exchange: { at: Date.now(), milliseconds: 0, request, response } });
    };
    return { url: receiver.listen(path, take), received };
  };

  const answer: Stage["answer"] = (path, take) =>
    receiver.answer(path, async (request) => {
      const at = Date.now(), { response, purpose } = await take(request);
      const exchange = { at, milliseconds: Date.now() - at, request, response };
      if (purpose !== undefined) write({ kind: "exchange", purpose, exchange });
      return response;
    });

  const verify = <Evidence>(check: Check<Evidence>, evidence: Evidence): boolean => {
    const finding = find(check, evidence);
    write({ kind: "finding", finding });
    return finding.received === undefined;
  };
  // Each is judged, also where one before it does not hold.
  const verifyAll = <Evidence>(checks: readonly Check<Evidence>[], evidence: Evidence): boolean =>
    checks.map((check) => verify(check, evidence)).every((holds) => holds);

  for (const { fill = {} } of config.browser) Object.values(fill).forEach(addSecret);
  return {
    issuer,
    variant,
    name: { plan: planned.plan, module: module.id },
    config,
    receiver,
    random: openRandom(seed, name),
    now: () => Math.floor(Date.now() / 1000),
    wait,
    send,
    listen,
    answer,
    openBrowser: (differing) =>
      openBrowser({
        send: (request) => send("browser", request),
        steps: config.browser,
        isOurs: (url) => url.origin === receiver.origin,
        arrived: (request) =>
          write({
            kind: "exchange",
            purpose: "callback",
            exchange: { at: Date.now(), milliseconds: 0, request, response: undefined },
          }),
        ...differing,
      }),
    scriptBrowser: scene.scriptBrowser,
    verify,
    verifyAll,
    require: (checks, evidence) => {
      if (!verifyAll(checks, evidence)) {
        leave("stopped", "A check does not hold without which there is no going on");
      }
    },
    skip: (reason) => leave("skipped", reason),
    afterwards,
    review: (what) => write({ kind: "review", what }),
    note: (text) => write({ kind: "note", text }),
    showPage: (title, { url, html }) => write({ kind: "page", title, url, html }),
    addSecret,
  };
}
