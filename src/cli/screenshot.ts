import { chromiumArguments, findChromium } from "./chromium.ts";
import { markup } from "../conformance/markup.ts";
import type { ShownPage } from "../conformance/journal.ts";
import type { Pictures } from "../conformance/report.ts";
import type { ModuleResult } from "../conformance/run.ts";

/** Milliseconds that one picture may take. */
const longest = 30_000;

/** Nothing that an issuer sent runs here. */
const policy = `<meta http-equiv="content-security-policy" content="script-src 'none'; frame-src 'none'">`;

/** The page as a file: its addresses are still those of the issuer, from which its style is loaded. */
function asFile({ url, html }: ShownPage): string {
  const ours = policy + markup`<base href="${new URL(url).href}">`.markup;
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + ours) : ours + html;
}

/** Takes a picture of a page. @returns undefined where the browser made none. */
async function shoot(chromium: string, page: ShownPage): Promise<Uint8Array | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-screenshot-" });
  try {
    await Deno.writeTextFile(`${folder}/page.html`, asFile(page));
    const { success } = await new Deno.Command(chromium, {
      args: [
        ...chromiumArguments(),
        "--window-size=800,700",
        `--user-data-dir=${folder}/profile`,
        `--screenshot=${folder}/page.png`,
        `file://${folder}/page.html`,
      ],
      stdout: "null",
      stderr: "null",
      signal: AbortSignal.timeout(longest),
    }).output();
    return success ? await Deno.readFile(`${folder}/page.png`).catch(() => undefined) : undefined;
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

/**
 * Takes pictures of the pages that modules kept, as people would see them, while their issuer still answers.
 *
 * @returns the pictures, and why some or all of them lack, where they do.
 */
export async function takePictures(
  results: readonly ModuleResult[],
): Promise<{ readonly pictures: Pictures; readonly lacking?: string }> {
  const pages = results.flatMap(({ entries }) => entries.filter((entry) => entry.kind === "page"));
  if (pages.length === 0) return { pictures: new Map() };
  const found = await findChromium();
  if ("why" in found) return { pictures: new Map(), lacking: found.why };
  const pictures = new Map<ShownPage, Uint8Array>();
  for (const page of pages) {
    const picture = await shoot(found.path, page);
    if (picture) pictures.set(page, picture);
  }
  const missed = pages.length - pictures.size;
  return { pictures, ...(missed > 0 ? { lacking: `Chromium made no picture of ${missed} pages` } : {}) };
}
