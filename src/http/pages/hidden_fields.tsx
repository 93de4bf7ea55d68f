import type { JSX } from "hono/jsx/jsx-runtime";

/**
 * Renders the hidden inputs of a form.
 *
 * @param props.fields Values by input name.
 */
export function HiddenFields({ fields }: { readonly fields: Readonly<Record<string, string>> }): JSX.Element {
  // Firefox keeps hidden values over a reload unless told not to, and would send back a stale token.
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} autocomplete="off" />
      ))}
    </>
  );
}
