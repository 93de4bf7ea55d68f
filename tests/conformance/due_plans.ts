/** The plans that Latchkey passes, by the names of certification. The list only grows. */
export const duePlans: readonly string[] = [
  "oidcc-basic-certification-test-plan",
  "oidcc-formpost-basic-certification-test-plan",
];
