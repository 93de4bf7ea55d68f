import type { Finding } from "../domain/finding.ts";
import { shown } from "./terminal.ts";

const marks = { ok: "ok  ", warn: "WARN", fail: "FAIL" } as const;

/** A finding as lines for people: what was found, and what to do where there is something to do. */
export const findingLines = ({ check, status, found, remedy }: Finding): readonly string[] => [
  `${marks[status]}  ${check}: ${shown(found)}`,
  ...(remedy === "" ? [] : [`      ${shown(remedy)}`]),
];

/** Whether something does not work; warnings alone are no failure. */
export const hasFailed = (findings: readonly Finding[]): boolean =>
  findings.some(({ status }) => status === "fail");
