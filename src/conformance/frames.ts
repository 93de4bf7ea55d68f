import { headerOf, mediaTypeOf, type WireResponse } from "./exchange.ts";
import { mayFrame } from "./frame_policy.ts";
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

/** A page as far as its frames go. */
export interface FramingPage {
  readonly url: string;
  readonly response: WireResponse;
}

/** The frames of a page that a browser would load. */
function framesIn({ url, response }: FramingPage): readonly URL[] {
  const page = new URL(url);
  const policies = response.headers.filter(([name]) => name === "content-security-policy")
    .map(([, value]) => value);
  return framesOf(response.body, page).filter((frame) => mayFrame(policies, frame, page));
}

/**
 * Loads the frames of a page and those in them, as far as they are the client's or of the page's own origin: others have
 * nothing to do with it.
 *
 * @returns the addresses of the client that were loaded.
 */
export async function loadFrames(page: FramingPage, { load, isOurs }: FramePorts): Promise<readonly URL[]> {
  const { origin } = new URL(page.url), todo = [...framesIn(page)];
  const loaded: URL[] = [];
  for (let frame = todo.shift(), count = 0; frame && count < most; frame = todo.shift(), count++) {
    if (!isOurs(frame) && frame.origin !== origin) continue;
    const response = await load(frame), location = headerOf(response, "location");
    if (isOurs(frame)) loaded.push(frame);
    else if (location !== undefined) todo.push(new URL(location, frame));
    else if (mediaTypeOf(response) === "text/html") todo.push(...framesIn({ url: frame.href, response }));
  }
  return loaded;
}
