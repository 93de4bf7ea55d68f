/** A real Chromium for the tests of pages. */
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

const quiet = [
  "--disable-gpu",
  "--in-process-gpu", // there is nothing to draw on: one process less in each browser
  "--disable-quic",
  "--disable-dev-shm-usage", // containers give /dev/shm 64 MB
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Features that are switched off. The browser takes the last list that it is given, so that what Playwright 1.65 switches
 * off stands here again. To each window belong two pages that show what is typed into the address bar: loading them
 * takes longer than most pages of ours.
 */
const withoutFeatures = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup"],
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...["HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"],
  ...["NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
];

/**
 * Finds the browser that the tests drive.
 *
 * @returns Path of the executable: the variable CHROMIUM, else the first of the usual places.
 * @throws Error where there is none: pages are tested in a browser or not at all.
 */
function findChromium(): string {
  const named = Deno.env.get("CHROMIUM");
  const found = (named ? [named] : places).find(exists);
  if (found) return found;
  throw new Error(
    named
      ? `CHROMIUM names ${named}, where there is no file`
      : "No Chromium here: apt-get install -y chromium, or name one in CHROMIUM",
  );
}

/** How the browser is started. The sandbox cannot start for root, as in a container. */
const launching = () => ({
  executablePath: findChromium(),
  args: [...(Deno.uid() === 0 ? ["--no-sandbox"] : []), ...quiet, `--disable-features=${withoutFeatures}`],
});

/** Starts the browser, without a window; the caller closes it. */
export const launchChromium = (): Promise<Browser> => chromium.launch(launching());

/** Starts the browser with a profile in which frames of other sites get their cookies. The caller closes it. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  await Deno.mkdir(`${folder}/Default`, { recursive: true });
  const profile = { block_third_party_cookies: false, cookie_controls_mode: 0 };
  await Deno.writeTextFile(`${folder}/Default/Preferences`, JSON.stringify({ profile }));
  return await chromium.launchPersistentContext(folder, {
    ...launching(),
    ignoreHTTPSErrors: true,
    locale: "en",
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
