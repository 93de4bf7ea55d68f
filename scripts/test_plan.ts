/** Which test files run, with what rights, and beside what. */

/** Tests of pure code: they run without any permission, which proves it pure. */
const pure = ["tests/domain/", "tests/protocol/"];

/** Tests that measure or overload, and so have the machine to themselves, after all others. */
const alone = ["tests/reliability/", "tests/cli/serve_start_test.ts", "tests/cli/bundle_start_test.ts"];

/** Tests that wait for a minute of real time, or two, and do little meanwhile: one after another, beside all others. */
const waiting = [
  "tests/reliability/receiver_away_test.ts",
  "tests/conformance/oidc_provider_test.ts",
  "tests/conformance/plans_test.ts",
  "tests/clients/key_rotation_live_test.ts",
];

/** How paths of tests that take long begin, the longest first: in this order they start, so that no core is idle at the end. */
const long = [
  "tests/store/sequences_",
  "tests/store/transition_race_",
  "tests/conformance/",
  "tests/browser/",
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
}

/** Runs that may go side by side, those of them that mostly wait, then those that go one after another. */
export interface TestPlan {
  readonly waiting: readonly TestRun[];
  readonly beside: readonly TestRun[];
  readonly alone: readonly TestRun[];
}

/**
 * Divides the test files into processes: the pure ones share one, each of the others has its own, so that none can
 * disturb another and each is told apart.
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
  const ordered = [
    ...long.flatMap((prefix, at) =>
      beside.filter((file) => file.startsWith(prefix) && !within(long.slice(0, at))(file))
    ),
    ...beside.filter((file) => !within(long)(file)),
  ];
  const single = (file: string): TestRun => ({ title: file, files: [file], permissions: ["--allow-all"] });
  return {
    waiting: permitted.filter(within(waiting)).map(single),
    beside: [
      ...(unpermitted.length > 0 ? [{ title: pure.join(" "), files: unpermitted, permissions: [] }] : []),
      ...ordered.map(single),
    ],
    alone: active.filter(within(alone)).map(single),
  };
}

const within = (folders: readonly string[]) => (file: string): boolean =>
  folders.some((folder) => file.startsWith(folder));

const isSlow = (file: string): boolean => within(slow.folders)(file) || file.endsWith(slow.ending);
