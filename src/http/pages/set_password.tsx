import type { JSX } from "hono/jsx/jsx-runtime";
import { visibleText } from "../../domain/display_name.ts";
import { FormProblem } from "./form_problem.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";
import { NewPassword } from "./new_password.tsx";

/**
 * Renders the page on which a person chooses a password.
 *
 * @param props.action Address that `password` is posted to.
 * @param props.fields Hidden inputs by name.
 * @param props.username Username of the account, shown and told to password managers.
 * @param props.problem Why the last attempt was refused, in the page's language.
 * @param props.minimumLength Shortest password accepted, in characters.
 * @see NIST SP 800-63B section 3.1.1.2
 */
export function SetPasswordPage(
  { setting, action, fields, username, problem, minimumLength }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly username: string;
    readonly problem?: string | undefined;
    readonly minimumLength: number;
  },
): JSX.Element {
  const texts = setting.texts.setPassword;
  return (
    <Layout setting={setting} title={texts.title}>
      <h1>{texts.title}</h1>
      <p class="account">
        {texts.account}{" "}
        <strong>
          <bdi>{visibleText(username)}</bdi>
        </strong>
      </p>
      <FormProblem problem={problem} />
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <input type="text" name="username" value={username} autocomplete="username" readonly hidden />
        <NewPassword
          name="password"
          label={texts.password}
          hint={texts.hint(minimumLength)}
          refused={problem !== undefined}
          minimumLength={minimumLength}
          autofocus
        />
        <div class="buttons">
          <button type="submit">{texts.submit}</button>
        </div>
      </form>
    </Layout>
  );
}
