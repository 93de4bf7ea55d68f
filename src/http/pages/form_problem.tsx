import type { JSX } from "hono/jsx/jsx-runtime";

/** What the inputs of a form name in `aria-describedby`, so that the problem is read out with them. */
export const problemId = "problem";

/**
 * Renders why what was sent was refused; nothing where it was not.
 *
 * @param props.problem The reason, in the page's language.
 * @see WCAG 2.2 section 3.3.1
 */
export function FormProblem({ problem }: { readonly problem: string | undefined }): JSX.Element | null {
  return problem === undefined ? null : <p class="problem" id={problemId} role="alert">{problem}</p>;
}
