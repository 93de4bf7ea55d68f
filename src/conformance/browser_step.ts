import type { Form } from "./forms.ts";

/** What a person does on a page, as the configuration describes it. */
export interface BrowserStep {
  /** What the page is for: it asks for a sign-in, for consent, whether to sign out, or for something else on the way. */
  readonly step: "login" | "consent" | "logout" | "other";
  readonly when: {
    /** A pattern that the page's path has to match. */
    readonly path?: string;
    /** Inputs that the form has to have. */
    readonly inputs?: readonly string[];
    /** Inputs with the values that they have to have. */
    readonly values?: Readonly<Record<string, string>>;
    /** A button that the form has to have. */
    readonly button?: { readonly name: string; readonly value: string };
  };
  /** What is typed, by input. */
  readonly fill?: Readonly<Record<string, string>>;
  /** The button that is pressed; the first one otherwise, and its name is sent as a browser would. */
  readonly press?: { readonly name: string; readonly value: string };
}

/** Whether a form is the one that a step is about. */
export function fits({ when }: BrowserStep, path: string, form: Form): boolean {
  const { button } = when;
  return (when.path === undefined || new RegExp(when.path).test(path)) &&
    (when.inputs ?? []).every((name) => form.inputs.includes(name)) &&
    Object.entries(when.values ?? {}).every(([name, value]) => form.fields[name] === value) &&
    (!button || form.buttons.some(({ name, value }) => name === button.name && value === button.value));
}

/** What the form sends once the step is done on it. */
export function filled({ fill = {}, press }: BrowserStep, form: Form): Readonly<Record<string, string>> {
  const button = press ?? form.buttons[0];
  return { ...form.fields, ...fill, ...(button?.name ? { [button.name]: button.value } : {}) };
}
