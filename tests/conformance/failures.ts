import type { ModuleResult } from "../../src/conformance/run.ts";

/** What a reader of a failing test is told of a module: how it ended, and its last exchanges. */
export const failuresIn = ({ planned, verdict, reason, entries }: ModuleResult): string =>
  [
    `${planned.plan} ${planned.module.id}: ${verdict} ${reason}`,
    ...entries.flatMap((entry) => {
      if (entry.kind !== "exchange") return [];
      const { request, response } = entry.exchange;
      return [`  ${request.method} ${new URL(request.url).pathname} ${response?.status ?? "(arrived)"}`];
    }).slice(-8),
  ].join("\n");
