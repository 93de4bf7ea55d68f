import type { JSX } from "hono/jsx/jsx-runtime";
import { problemId } from "./form_problem.tsx";

/**
 * Renders the input of a password that is yet to be set, and what it has to be.
 *
 * @param props.name Name under which it is posted; its id is the same with hyphens.
 * @param props.hint What is asked of it, in the page's language.
 * @param props.refused Whether the page says that something was wrong with it.
 * @param props.minimumLength Shortest password accepted, in characters.
 * @see HTML section 4.10.18.7
 */
export function NewPassword(
  { name, label, hint, refused, minimumLength, autofocus }: {
    readonly name: "password" | "new_password";
    readonly label: string;
    readonly hint: string;
    readonly refused: boolean;
    readonly minimumLength: number;
    readonly autofocus?: boolean;
  },
): JSX.Element {
  const id = name.replaceAll("_", "-");
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="password"
        autocomplete="new-password"
        minlength={minimumLength}
        required
        autofocus={autofocus}
        aria-describedby={refused ? `${problemId} hint` : "hint"}
      />
      <p class="hint" id="hint">{hint}</p>
    </>
  );
}
