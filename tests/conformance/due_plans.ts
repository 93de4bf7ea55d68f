/** The plans that Latchkey passes but for what expected.json has, by the names of certification. The list only grows. */
export const duePlans: readonly string[] = [
  "oidcc-3rdparty-init-login-certification-test-plan",
  "oidcc-backchannel-rp-initiated-logout-certification-test-plan",
  "oidcc-basic-certification-test-plan",
  "oidcc-client-basic-certification-test-plan",
  "oidcc-client-config-certification-test-plan",
  "oidcc-client-formpost-basic-certification-test-plan",
  "oidcc-config-certification-test-plan",
  "oidcc-dynamic-certification-test-plan",
  "oidcc-formpost-basic-certification-test-plan",
  "oidcc-formpost-hybrid-certification-test-plan",
  "oidcc-formpost-implicit-certification-test-plan",
  "oidcc-frontchannel-rp-initiated-logout-certification-test-plan",
  "oidcc-hybrid-certification-test-plan",
  "oidcc-implicit-certification-test-plan",
  "oidcc-rp-initiated-logout-certification-test-plan",
  "oidcc-session-management-certification-test-plan",
];
