/** What a plan, a module or the caller pins down, with the values that certification knows. */
export const variantValues = {
  client_registration: ["static_client", "dynamic_client"],
  client_auth_type: [
    "none",
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
  ],
  response_type: [
    "code",
    "id_token",
    "id_token token",
    "code id_token",
    "code token",
    "code id_token token",
  ],
  response_mode: ["default", "form_post"],
} as const;

export type VariantName = keyof typeof variantValues;

/** The names of {@link variantValues}. */
export const variantNames = Object.keys(variantValues) as readonly VariantName[];

/** One value for each name. */
export type Variant = { readonly [Name in VariantName]: typeof variantValues[Name][number] };

/** What holds where nobody says otherwise. */
export const defaultVariant: Variant = {
  client_registration: "dynamic_client",
  client_auth_type: "client_secret_basic",
  response_type: "code",
  response_mode: "default",
};

/** Whether certification knows this value under this name. */
export const isVariantValue = (name: string, value: unknown): boolean =>
  Object.hasOwn(variantValues, name) &&
  (variantValues[name as VariantName] as readonly unknown[]).includes(value);

/** A variant in one line. */
export const describeVariant = (variant: Partial<Variant>): string =>
  variantNames.flatMap((name) => variant[name] === undefined ? [] : [`${name}=${variant[name]}`]).join(" ");
