/** Whose people an upstream is the way in for, and which of its words for how they proved themselves are believed. */
export const up: readonly string[] = [
  `alter table upstream
    add column domains text[] not null default '{}',
    add column trusted_amr text[] not null default '{}'`,
];
