import type { JSX } from "hono/jsx/jsx-runtime";
import type { TraceRow } from "../../protocol/trace.ts";
import { Explanation } from "./explanation.tsx";
import { Layout, type PageSetting } from "./layout.tsx";
import { Reference } from "./reference.tsx";

/**
 * Renders a refusal or a failure. It tells people what to do next; what happened stands in the log, under the
 * reference.
 *
 * @param props.title What happened, in a few bland words.
 * @param props.message What the person can do now.
 * @param props.reference Reference under which the log has the detail.
 * @param props.backHref Address to go back to, where there is one.
 * @param props.trace The checks of the request; given in development only.
 */
export function ProblemPage(
  { setting, title, message, reference, backHref, trace }: {
    readonly setting: PageSetting;
    readonly title: string;
    readonly message: string;
    readonly reference: string;
    readonly backHref?: string | undefined;
    readonly trace?: readonly TraceRow[] | undefined;
  },
): JSX.Element {
  const texts = setting.texts.problem;
  return (
    <Layout setting={setting} title={title}>
      <h1>{title}</h1>
      <p>{message}</p>
      {backHref === undefined ? null : <a class="button" href={backHref}>{texts.back}</a>}
      <Reference texts={texts} reference={reference} />
      {trace === undefined ? null : <Explanation trace={trace} />}
    </Layout>
  );
}
