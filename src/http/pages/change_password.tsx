import type { JSX } from "hono/jsx/jsx-runtime";
import { FormProblem, problemId } from "./form_problem.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import type { PageSetting } from "./layout.tsx";
import { NewPassword } from "./new_password.tsx";

/**
 * Renders the form that changes a password; it is folded away until somebody wants it, or it was refused.
 *
 * @param props.username Told to password managers.
 * @param props.problem Why the last attempt was refused, in the page's language.
 * @see HTML section 4.10.18.7
 */
export function ChangePassword(
  { setting: { texts }, action, fields, username, problem, minimumLength }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly username: string;
    readonly problem: string | undefined;
    readonly minimumLength: number;
  },
): JSX.Element {
  const words = texts.account;
  return (
    <section class="part">
      <details open={problem !== undefined}>
        <summary>
          <h2>{words.changePassword}</h2>
        </summary>
        <FormProblem problem={problem} />
        <form method="post" action={action}>
          <HiddenFields fields={fields} />
          <input type="text" name="username" value={username} autocomplete="username" readonly hidden />
          <label for="old-password">{words.oldPassword}</label>
          <input
            id="old-password"
            name="old_password"
            type="password"
            autocomplete="current-password"
            required
            autofocus={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : problemId}
          />
          <NewPassword
            name="new_password"
            label={texts.setPassword.password}
            hint={`${texts.setPassword.hint(minimumLength)} ${words.othersEnd}`}
            refused={false}
            minimumLength={minimumLength}
          />
          <div class="buttons">
            <button type="submit">{texts.setPassword.submit}</button>
          </div>
        </form>
      </details>
    </section>
  );
}
