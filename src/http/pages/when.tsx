import type { JSX } from "hono/jsx/jsx-runtime";
import type { Instant } from "../../domain/time.ts";

const steps = [["day", 86_400], ["hour", 3_600], ["minute", 60]] as const;

/** How long ago a moment was, in the words of a language. */
function agoIn(locale: string, at: Instant, now: Instant): string {
  const step = steps.find(([, length]) => now - at >= length);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return step ? format.format(-Math.floor((now - at) / step[1]), step[0]) : format.format(0, "second");
}

/** A day; which one depends on where one is, and the server is nowhere in particular. */
const dayIn = (locale: string, at: Instant) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(at * 1000);

/**
 * Shows a moment in the language of the page, and in full to the minute.
 *
 * @param props.at Seconds since the epoch.
 * @param props.now Where it is given, the moment is told by how long ago it was; else by its day.
 */
export function When(
  { locale, at, now }: { readonly locale: string; readonly at: Instant; readonly now?: Instant },
): JSX.Element {
  const minute = `${new Date(at * 1000).toISOString().slice(0, 16)}Z`;
  return (
    <time datetime={minute} title={minute}>
      {now === undefined ? dayIn(locale, at) : agoIn(locale, at, now)}
    </time>
  );
}
