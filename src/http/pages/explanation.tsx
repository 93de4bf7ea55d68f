import type { JSX } from "hono/jsx/jsx-runtime";
import type { TraceRow } from "../../protocol/trace.ts";
import { visibleText } from "../../domain/display_name.ts";

/**
 * Renders why a request was refused, for its developer: each check that failed, and the change with which it would
 * hold. English, like the checks themselves.
 */
export function Explanation({ trace }: { readonly trace: readonly TraceRow[] }): JSX.Element {
  return (
    <section class="explanation" lang="en" dir="ltr">
      <h2>Why, shown because this server runs in development</h2>
      {trace.filter((row) => !row.held).map((row) => (
        <dl>
          <dt>{row.id}</dt>
          <dd>{row.section}</dd>
          <dt>Expected</dt>
          <dd>{visibleText(row.expected ?? "")}</dd>
          <dt>Received</dt>
          <dd>{visibleText(row.received ?? "")}</dd>
          <dt>Change</dt>
          <dd>
            <strong>{visibleText(row.change?.says ?? "")}</strong>
          </dd>
        </dl>
      ))}
    </section>
  );
}
