import { withoutSecrets } from "../crypto/secret.ts";

/** Facts of a log line. Whoever writes one sees to it that none is a secret, a code, a token or a password. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type LogLevel = "info" | "warn" | "error";

/** Writes one line. @param event What happened, as a short stable name. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

// A line is one line: what a client sent may not start another. Nor may it bring a secret where a name belongs.
const clean = (value: unknown) =>
  withoutSecrets(String(value)).replaceAll(/[\p{Cc}\u2028\u2029]/gu, "?").slice(0, 1000);

const asText = (value: unknown) => {
  const shown = clean(value);
  return /[\s"=]/.test(shown) || shown === "" ? JSON.stringify(shown) : shown;
};

/**
 * Makes a log.
 *
 * @param format `text` for people, `json` for collectors.
 * @param write Takes one finished line.
 * @param now Milliseconds since the epoch.
 */
export function makeLog(format: "text" | "json", write: (line: string) => void, now: () => number): Log {
  return (level, event, fields = {}) => {
    const at = new Date(now()).toISOString();
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    if (format === "json") {
      write(
        JSON.stringify({
          at,
          level,
          event,
          ...Object.fromEntries(
            given.map(([name, value]) => [name, typeof value === "string" ? clean(value) : value]),
          ),
        }),
      );
    } else write([at, level, event, ...given.map(([name, value]) => `${name}=${asText(value)}`)].join(" "));
  };
}
