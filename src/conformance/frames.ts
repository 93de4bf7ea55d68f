import { headerOf, mediaTypeOf, type WireResponse } from "./exchange.ts";
import { tagsOf } from "./html.ts";

/** Frames that one page may load, those in frames counted. */
const most = 20;

const framesOf = (html: string, url: URL): readonly URL[] =>
  tagsOf(html).flatMap(({ name, attributes: { src } }) =>
    name === "iframe" && src && URL.canParse(src, url.href) ? [new URL(src, url)] : []
  );

/** What a browser needs for frames. */
export interface FramePorts {
  readonly load: (url: URL) => Promise<WireResponse>;
  /** Whether an address is the client's. */
  readonly isOurs: (url: URL) => boolean;
}

/**
 * Loads the frames of a page and those in them, as far as they are the client's or of the page's own origin: others have
 * nothing to do with it.
 *
 * @returns the addresses of the client that were loaded.
 */
export async function loadFrames(
  page: { readonly html: string; readonly url: string },
  { load, isOurs }: FramePorts,
): Promise<readonly URL[]> {
  const { origin, href } = new URL(page.url), todo = [...framesOf(page.html, new URL(href))];
  const loaded: URL[] = [];
  for (let frame = todo.shift(), count = 0; frame && count < most; frame = todo.shift(), count++) {
    if (!isOurs(frame) && frame.origin !== origin) continue;
    const response = await load(frame), location = headerOf(response, "location");
    if (isOurs(frame)) loaded.push(frame);
    else if (location !== undefined) todo.push(new URL(location, frame));
    else if (mediaTypeOf(response) === "text/html") todo.push(...framesOf(response.body, frame));
  }
  return loaded;
}
