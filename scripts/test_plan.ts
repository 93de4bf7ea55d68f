/** Which test files run, with what rights, and beside what. */

/** Tests of pure code: they run without any permission, which proves it pure. */
const pure = ["tests/domain/", "tests/protocol/"];

/** Tests that measure or overload, and so have the machine to themselves, after all others. */
const alone = [
  "tests/cli/bundle_start_test.ts",
  "tests/cli/serve_start_test.ts",
  "tests/reliability/database_cut_server_test.ts",
  "tests/reliability/overload_test.ts",
  "tests/reliability/stranger_flood_test.ts",
];

/** Tests that wait for a minute of real time, or two, and do little meanwhile: one after another, beside all others. */
const waiting = [
  "tests/reliability/receiver_away_test.ts",
  "tests/conformance/oidc_provider_test.ts",
  "tests/conformance/plans_test.ts",
  "tests/clients/key_rotation_live_test.ts",
];

/** Folders whose tests work on an application in the process: the files of each share a process, one after another. */
const together = [
  "tests/op/",
  "tests/http/",
  "tests/attacks/",
  "tests/admin/",
  "tests/accounts/",
  "tests/rp/",
];

/** Of those, the ones that start servers, or take long and are told apart. */
const single = ["_server_test.ts", "_fuzz_test.ts"];

/** How paths of tests that take long begin, the longest first: in this order they start, so that no core is idle at the end. */
const long = [
  "tests/store/sequences_",
  "tests/op/",
  "tests/attacks/",
  "tests/store/transition_race_",
  "tests/reliability/",
  "tests/conformance/",
  "tests/browser/",
  "tests/http/",
  "tests/rp/",
  "tests/admin/",
  "tests/cli/",
  "tests/store/",
  "tests/scripts/",
];

/** What `--quick` leaves out: folders, and the ending of a file whose tests need a PostgreSQL server. */
const slow = { folders: ["tests/browser/", "tests/reliability/"], ending: "_server_test.ts" };

/** One `deno test` process. */
export interface TestRun {
  readonly title: string;
  readonly files: readonly string[];
  readonly permissions: readonly string[];
  /** Whether the files are loaded one after another into one world, and not each into its own. */
  readonly together: boolean;
}

/** Runs that may go side by side, those of them that mostly wait, then those that go one after another. */
export interface TestPlan {
  readonly waiting: readonly TestRun[];
  readonly beside: readonly TestRun[];
  readonly alone: readonly TestRun[];
}

/**
 * Divides the test files into processes: the pure ones share one, those on an application in the process one a folder,
 * each of the others has its own, so that none can disturb another and each is told apart.
 *
 * @param files Paths from the root of the project; those that are not tests are left out.
 * @param choice quick: leave out the slow ones; filter: run only files whose path contains it.
 */
export function planTests(
  files: readonly string[],
  choice: { readonly quick: boolean; readonly filter?: string | undefined },
): TestPlan {
  const chosen = files.filter((file) =>
    /_test\.tsx?$/.test(file) && file.includes(choice.filter ?? "") && !(choice.quick && isSlow(file))
  );
  const unpermitted = chosen.filter(within(pure));
  const permitted = chosen.filter((file) => !within(pure)(file));
  const active = permitted.filter((file) => !within(waiting)(file));
  const beside = active.filter((file) => !within(alone)(file));
  const grouped = beside.filter((file) =>
    within(together)(file) && !single.some((end) => file.endsWith(end))
  );
  const runs = [
    ...together.map((folder) => ({ title: folder, files: grouped.filter(within([folder])) })),
    ...beside.filter((file) => !grouped.includes(file)).map((file) => ({ title: file, files: [file] })),
  ].filter(({ files }) => files.length > 0);
  const ordered = [
    ...long.flatMap((prefix, at) =>
      runs.filter(({ title }) => title.startsWith(prefix) && !within(long.slice(0, at))(title))
    ),
    ...runs.filter(({ title }) => !within(long)(title)),
  ];
  const run = (one: { title: string; files: readonly string[] }): TestRun => ({
    ...one,
    permissions: ["--allow-all"],
    together: one.files.some((file) => grouped.includes(file)),
  });
  const alike = (file: string) => run({ title: file, files: [file] });
  return {
    waiting: permitted.filter(within(waiting)).map(alike),
    beside: [
      ...(unpermitted.length > 0
        ? [{ title: pure.join(" "), files: unpermitted, permissions: [], together: false }]
        : []),
      ...ordered.map(run),
    ],
    alone: active.filter(within(alone)).map(alike),
  };
}

const within = (folders: readonly string[]) => (file: string): boolean =>
  folders.some((folder) => file.startsWith(folder));

const isSlow = (file: string): boolean => within(slow.folders)(file) || file.endsWith(slow.ending);
