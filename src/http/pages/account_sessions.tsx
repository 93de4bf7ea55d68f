import type { JSX } from "hono/jsx/jsx-runtime";
import type { OpenSession } from "../../accounts/list_sessions.ts";
import type { Instant } from "../../domain/time.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import type { PageSetting } from "./layout.tsx";
import { When } from "./when.tsx";

/** Sessions that the page shows; where there are more, all others can still be ended at once. */
const most = 10;

/** Lists where the account is signed in. The form posts `end_session` with one, or `end_others`. */
export function SessionList(
  { setting: { locale, texts }, action, fields, sessions, now }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly sessions: readonly OpenSession[];
    readonly now: Instant;
  },
): JSX.Element {
  const words = texts.account;
  return (
    <section class="part">
      <h2>{words.sessions}</h2>
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <ul class="rows">
          {sessions.slice(0, most).map(({ id, here, since, lastSeen }, place) => (
            <li>
              <div id={`session-${place}`}>
                <strong>{here ? words.here : words.elsewhere}</strong>
                <small>
                  {words.since} <When locale={locale} at={since} now={now} />
                </small>
                <small>
                  {words.lastSeen} <When locale={locale} at={lastSeen} now={now} />
                </small>
              </div>
              {here ? null : (
                <button
                  type="submit"
                  class="plain"
                  name="end_session"
                  value={id}
                  aria-describedby={`session-${place}`}
                >
                  {words.endSession}
                </button>
              )}
            </li>
          ))}
        </ul>
        {sessions.length > most ? <p class="aside">{words.moreSessions(sessions.length - most)}</p> : null}
        {sessions.length > 1
          ? (
            <div class="buttons">
              <button type="submit" class="plain" name="end_others" value="yes">{words.endOthers}</button>
            </div>
          )
          : null}
      </form>
    </section>
  );
}
