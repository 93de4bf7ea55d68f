/** Which of its classes for how well somebody proved themselves an upstream is believed in. */
export const up: readonly string[] = [
  `alter table upstream add column trusted_acr text[] not null default '{}'`,
];
