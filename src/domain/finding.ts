/** What one look at something found, and what to do about it. */
export interface Finding {
  /** Stable name of what was looked at. */
  readonly check: string;
  readonly status: "ok" | "warn" | "fail";
  readonly found: string;
  /** Empty where there is nothing to do. */
  readonly remedy: string;
}

/** Nothing to do. */
export const fine = (check: string, found: string): Finding => ({ check, status: "ok", found, remedy: "" });

/** It works, and something ought to be done. */
export const warning = (check: string, found: string, remedy: string): Finding => ({
  check,
  status: "warn",
  found,
  remedy,
});

/** It does not work. */
export const failure = (check: string, found: string, remedy: string): Finding => ({
  check,
  status: "fail",
  found,
  remedy,
});
