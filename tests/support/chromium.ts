/** A real Chromium for the tests of pages. */
import { type Browser, chromium } from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage", // containers give /dev/shm 64 MB
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Finds the browser that the tests drive.
 *
 * @returns Path of the executable: the variable CHROMIUM, else the first of the usual places.
 * @throws Error where there is none: pages are tested in a browser or not at all.
 */
export function findChromium(): string {
  const named = Deno.env.get("CHROMIUM");
  const found = (named ? [named] : places).find(exists);
  if (found) return found;
  throw new Error(
    named
      ? `CHROMIUM names ${named}, where there is no file`
      : "No Chromium here: apt-get install -y chromium, or name one in CHROMIUM",
  );
}

/** Starts the browser, without a window; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  // The sandbox cannot start for root, as in a container.
  const sandbox = Deno.uid() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: findChromium(), args: [...sandbox, ...quiet] });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
