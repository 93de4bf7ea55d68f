import { accept, type Acceptance } from "../conformance/acceptance.ts";
import type { Config } from "../conformance/config.ts";
import { responseTypesFor, titleOf } from "../conformance/plan.ts";
import { plans } from "../conformance/plans/plans.ts";
import { openReceiver, type Receiver } from "../conformance/receiver.ts";
import type { Report } from "../conformance/report.ts";
import { htmlReport } from "../conformance/report_html.ts";
import { jsonReport } from "../conformance/report_json.ts";
import { junitReport } from "../conformance/report_junit.ts";
import { type ModuleResult, runModules, sleep } from "../conformance/run.ts";
import { openOwnChromium } from "./script_browser.ts";
import { takePictures } from "./screenshot.ts";
import { openTransport } from "../conformance/transport.ts";
import { verdicts } from "../conformance/verdict.ts";
import { type Command, type CommandIo, exit } from "./command.ts";
import { type Choice, conformanceFlags, plannedBy, readChoice } from "./conformance_choice.ts";
import { describeFlags } from "./flags.ts";
import { withOwnLatchkey } from "./own_latchkey.ts";
import { columns } from "./terminal.ts";

const describe = ({ planned, verdict, reason, milliseconds }: ModuleResult) =>
  [
    verdict.padEnd(8),
    `${(milliseconds / 1000).toFixed(1).padStart(5)} s `,
    titleOf(planned),
    reason && `(${reason})`,
  ]
    .filter(Boolean).join(" ");

/** How many ended in which way, in one line. */
const countLine = (results: readonly ModuleResult[]) =>
  verdicts.map((verdict) => `${results.filter((result) => result.verdict === verdict).length} ${verdict}`)
    .join(", ");

/** Writes the files that were asked for. @returns a line for each that could not be written. */
async function writeReports(
  { junit, html }: Choice,
  report: Report,
  acceptance: Acceptance,
): Promise<readonly string[]> {
  const files: readonly (readonly [path: string | undefined, text: () => string])[] = [
    [junit, () => junitReport(report)],
    [html, () => htmlReport(report, acceptance)],
  ];
  const written = await Promise.all(files.map(async ([path, text]) => {
    if (path === undefined) return [];
    return await Deno.writeTextFile(path, text()).then(() => [], () => [`${path} cannot be written`]);
  }));
  return written.flat();
}

async function examine(
  choice: Choice,
  target: { readonly issuer: string; readonly config: Config },
  { receiver, io }: { readonly receiver: Receiver; readonly io: CommandIo },
): Promise<number> {
  const { issuer, config } = target;
  const planned = plannedBy(choice, config);
  await using chromium = openOwnChromium();
  const transport = openTransport();
  io.err(`${choice.plan.name} against ${issuer}: ${planned.length} modules, --seed ${choice.seed}`);
  const at = Date.now();
  let ended = 0;
  try {
    const results = await runModules(
      {
        ...{ issuer, config, receiver, seed: choice.seed },
        send: transport.send,
        scriptBrowser: chromium.find,
      },
      planned,
      {
        side: choice.side,
        sleep,
        tell: (result) => io.err(`${String(++ended).padStart(3)}/${planned.length} ${describe(result)}`),
      },
    );
    io.err(countLine(results));
    const { pictures, lacking } = choice.html === undefined
      ? { pictures: new Map() }
      : await takePictures(results);
    if (lacking !== undefined) io.err(`No screenshots: ${lacking}`);
    const report: Report = {
      pictures,
      ...{ plan: choice.plan.name, issuer, seed: choice.seed, at, milliseconds: Date.now() - at, results },
      measure: {
        ...{ expected: choice.expected, old: choice.old, chosen: choice.modules },
        today: new Date(at).toISOString().slice(0, 10),
      },
    };
    const acceptance = accept(results, report.measure);
    if (choice.json) io.out(JSON.stringify(jsonReport(choice.plan.name, issuer, results), null, 2));
    else {
      for (
        const line of columns(
          results.map(({ planned, verdict, reason }) => [verdict, titleOf(planned), reason]),
        )
      ) io.out(line);
    }
    const unwritten = await writeReports(choice, report, acceptance);
    for (const line of acceptance.remarks) io.err(`To look at: ${line}`);
    for (const line of acceptance.refusals) io.err(`Refused: ${line}`);
    unwritten.forEach(io.err);
    return acceptance.refusals.length + unwritten.length > 0 ? exit.failed : exit.ok;
  } finally {
    transport.close();
  }
}

/** `latchkey conformance` */
export const conformance: Command = {
  name: "conformance",
  summary: "Examine an issuer, or a relying party, as certification does",
  usage: [
    "Usage: latchkey conformance [FLAGS]",
    "",
    ...describeFlags(conformanceFlags),
    "",
    "Plans for an issuer:",
    ...columns(plans.filter((plan) => !plan.examines).map(({ name, profile }) => [`  ${name}`, profile])),
    "",
    "Plans for a relying party, to which the modules play the provider; --config alone names it:",
    ...columns(plans.filter((plan) => plan.examines).map(({ name, profile }) => [`  ${name}`, profile])),
    "",
    "Exit status 1 where a module FAILED; with --expected, where one did not pass that is not in the file, or where",
    "an entry of it has expired; with --compare, where one has lost its PASSED.",
  ].join("\n"),
  run: async (args, io) => {
    const choice = await readChoice(args);
    if (!choice.ok) {
      io.err(`latchkey conformance: ${choice.error}; see "latchkey conformance --help"`);
      return exit.usage;
    }
    const { issuer, config, plan: { examines } } = choice.value;
    const receiver = await openReceiver(config?.receiver ?? { host: "localhost", port: 0 });
    try {
      const target = issuer ?? config?.relying_party?.start;
      if (target !== undefined && config) {
        return await examine(choice.value, { issuer: target, config }, { receiver, io });
      }
      return await withOwnLatchkey(io, receiver, (own) => examine(choice.value, own, { receiver, io }), {
        responseTypes: responseTypesFor(plannedBy(choice.value), [choice.value.plan]),
        authentication: choice.value.variant.client_auth_type,
        ...(examines ? { examines } : {}),
      });
    } finally {
      await receiver.close();
    }
  },
};
