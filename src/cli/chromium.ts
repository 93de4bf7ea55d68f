const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

const isFile = (path: string) => Deno.stat(path).then((found) => found.isFile, () => false);

/** Finds a Chromium that may be started. @returns its path, or why there is none. */
export async function findChromium(): Promise<{ readonly path: string } | { readonly why: string }> {
  const named = Deno.env.get("CHROMIUM"), places = named ? [named] : usualPlaces;
  const present = await Promise.all(places.map(isFile)), path = places.find((_, at) => present[at]);
  if (path === undefined) return { why: "there is no Chromium here; CHROMIUM may name one" };
  const { state } = await Deno.permissions.query({ name: "run", command: path });
  return state === "granted"
    ? { path }
    : { why: "this program may not start Chromium; deno task conformance may" };
}

/** How a Chromium without a window is started that examines an issuer. */
export const chromiumArguments = (): readonly string[] => [
  "--headless",
  // The sandbox cannot start for root, as in a container.
  ...(Deno.uid() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--hide-scrollbars",
  "--no-first-run",
  // Pages for what is typed into the address bar, which nobody does here, take longer to load than those examined.
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup",
  // An issuer may have a certificate of its own, as for the other requests of a run.
  "--ignore-certificate-errors",
];
