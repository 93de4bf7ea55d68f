import { err, ok, type Result } from "../domain/result.ts";
import { reach, type ReachPorts, type ReachRefused, within } from "./reach.ts";

/**
 * Posts a form to an address that a client named; what it answers beside the status is not looked at. Never called
 * inside a unit of work.
 *
 * @returns the status; err: there was none.
 */
export type GuardedPost = (
  url: string,
  form: Readonly<Record<string, string>>,
) => Promise<Result<{ readonly status: number }, ReachRefused>>;

/** For everything together, name resolution included. */
const timeoutMs = 5000;

/** What is read of an answer at most. */
const maxBytes = 16_384;

/** Makes the guarded post of a process. @param report Takes the reason of each failure, for the log. */
export const guardedPost = (
  ports: ReachPorts & { readonly report: (host: string, refused: ReachRefused) => void },
): GuardedPost =>
async (address, form) => {
  const answered = await within<Awaited<ReturnType<typeof reach>>>(
    timeoutMs,
    err({ why: "timeout", detail: "" }),
    (signal) => reach(ports, address, { accept: ["*/*"], maxBytes, form, signal }),
  );
  if (answered.ok) return ok({ status: answered.value.status });
  ports.report(URL.canParse(address) ? new URL(address).host : "-", answered.error);
  return answered;
};
