import type { Cookie } from "../conformance/cookie_jar.ts";
import { sleep } from "../conformance/run.ts";
import type { FindScriptBrowser, ScriptBrowser, ScriptedVisit } from "../conformance/script_browser.ts";
import { chromiumArguments, findChromium } from "./chromium.ts";
import { type DevTools, openDevTools } from "./devtools.ts";

/** Milliseconds that one page may take, and looks for the started browser's address with the seconds between them. */
const longest = 30_000, looks = 200, between = 0.1;

/** Milliseconds that it has for its own end. */
const patience = 5000;

/** Cookies of frames count here, also where the frame is of another site than the page: that is what is looked at. */
const preferences = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };

const capitalised: Readonly<Record<string, string>> = { none: "None", lax: "Lax", strict: "Strict" };

const cookieParameters = (
  { name, value, domain, hostOnly, path, secure, httpOnly, sameSite }: Cookie,
) => ({
  ...{ name, value, path, secure, httpOnly, sameSite: capitalised[sameSite] ?? "Lax" },
  // With a domain it would count for hosts below it as well.
  ...(hostOnly ? { url: `${secure ? "https" : "http"}://${domain}${path}` } : { domain }),
});

/** The address at which a browser that was just started takes calls. */
async function addressIn(folder: string): Promise<string> {
  for (let look = 0; look < looks; look++) {
    const [port, path] = (await Deno.readTextFile(`${folder}/DevToolsActivePort`).catch(() => "")).split(
      "\n",
    );
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await sleep(between);
  }
  throw new Error("Chromium does not start");
}

async function evaluate(
  { call, next }: DevTools,
  { url, cookies, expression }: ScriptedVisit,
): Promise<unknown> {
  await call("Storage.clearCookies");
  await call("Storage.setCookies", { cookies: cookies.map(cookieParameters) });
  const { targetId } = await call("Target.createTarget", { url: "about:blank" });
  try {
    const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
    const session = String(sessionId);
    await call("Page.enable", {}, session);
    const loaded = next("Page.loadEventFired", session);
    await call("Page.navigate", { url }, session);
    await loaded;
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await call("Runtime.evaluate", asked, session) as {
      readonly result: { readonly value?: unknown };
      readonly exceptionDetails?: { readonly text: string };
    };
    if (exceptionDetails) throw new Error(`The page fails: ${exceptionDetails.text}`);
    return result.value;
  } finally {
    await call("Target.closeTarget", { targetId });
  }
}

const inTime = <Value>(work: Promise<Value>): Promise<Value> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("Chromium takes too long over a page")), longest);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

/** Starts a Chromium on a profile of its own. */
async function start(path: string): Promise<ScriptBrowser & AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-browser-" });
  await Deno.mkdir(`${folder}/Default`);
  await Deno.writeTextFile(`${folder}/Default/Preferences`, JSON.stringify(preferences));
  const child = new Deno.Command(path, {
    args: [...chromiumArguments(), "--remote-debugging-port=0", `--user-data-dir=${folder}`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let tools: DevTools | undefined;
  const end = async () => {
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    if (tools) await tools.call("Browser.close").catch(() => {});
    else child.kill("SIGKILL");
    await child.status;
    clearTimeout(timer);
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  };
  try {
    const opened = tools = await openDevTools(await addressIn(folder));
    // One after another: they share the browser's cookies.
    let last: Promise<unknown> = Promise.resolve();
    return {
      evaluate: (visit) => {
        const answer = last.then(() => inTime(evaluate(opened, visit)));
        last = answer.catch(() => {});
        return answer;
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (fault) {
    await end();
    throw fault;
  }
}

/** A Chromium that is started once it is wanted, and ends with whoever opened this. */
export interface OwnChromium extends AsyncDisposable {
  readonly find: FindScriptBrowser;
}

/** Opens the way to it. */
export function openOwnChromium(): OwnChromium {
  let started: Promise<(ScriptBrowser & AsyncDisposable) | { readonly why: string }> | undefined;
  const begin = async () => {
    const found = await findChromium();
    return "why" in found ? found : await start(found.path);
  };
  return {
    find: () => started ??= begin(),
    async [Symbol.asyncDispose]() {
      const found = await started?.catch(() => undefined);
      if (found && !("why" in found)) await found[Symbol.asyncDispose]();
    },
  };
}
