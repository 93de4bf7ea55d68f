/** By what each client knows people: those registered before know them by public subject identifiers. */
export const up: readonly string[] = [
  `update client set metadata = metadata || '{"subject_type": "public"}'::jsonb where not metadata ? 'subject_type'`,
];
