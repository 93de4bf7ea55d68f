import type { JSX } from "hono/jsx/jsx-runtime";
import { email as emailRule, username as usernameRule } from "../../domain/login_name.ts";
import { FormProblem, problemId } from "./form_problem.tsx";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";
import { NewPassword } from "./new_password.tsx";

/**
 * Renders the page on which the holder of an admin link says who they are.
 *
 * @param props.action Address that `username`, `email` and `password` are posted to.
 * @param props.fields Hidden inputs by name.
 * @param props.typed What was typed before, where the page is shown again.
 * @param props.problem Why the last attempt was refused, in the page's language.
 * @param props.minimumLength Shortest password accepted, in characters.
 */
export function CreateAdminPage(
  { setting, action, fields, typed, problem, minimumLength }: {
    readonly setting: PageSetting;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly typed: { readonly username: string; readonly email: string };
    readonly problem?: string | undefined;
    readonly minimumLength: number;
  },
): JSX.Element {
  const { createAdmin: words, setPassword } = setting.texts;
  const describedBy = problem === undefined ? undefined : problemId;
  return (
    <Layout setting={setting} title={words.title}>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <FormProblem problem={problem} />
      <form method="post" action={action}>
        <HiddenFields fields={fields} />
        <label for="username">{words.username}</label>
        <input
          id="username"
          name="username"
          type="text"
          value={typed.username}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxlength={usernameRule.longest}
          required
          autofocus
          aria-describedby={describedBy}
        />
        <label for="email">{words.email}</label>
        <input
          id="email"
          name="email"
          type="email"
          value={typed.email}
          autocomplete="email"
          maxlength={emailRule.longest}
          required
          aria-describedby={describedBy}
        />
        <NewPassword
          name="password"
          label={words.password}
          hint={setPassword.hint(minimumLength)}
          refused={problem !== undefined}
          minimumLength={minimumLength}
        />
        <div class="buttons">
          <button type="submit">{words.submit}</button>
        </div>
      </form>
    </Layout>
  );
}
