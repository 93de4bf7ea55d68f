import { assertEquals } from "@std/assert";
import { planTests } from "../../scripts/test_plan.ts";

const files = [
  "tests/browser/sign_in_test.ts",
  "tests/cli/serve_start_test.ts",
  "tests/cli/serve_stop_test.ts",
  "tests/domain/scope_test.ts",
  "tests/http/pages_test.tsx",
  "tests/http/races_server_test.ts",
  "tests/http/routes_test.ts",
  "tests/http/token_fuzz_test.ts",
  "tests/protocol/authorize/pkce_test.ts",
  "tests/reliability/kill_test.ts",
  "tests/reliability/overload_test.ts",
  "tests/reliability/receiver_away_test.ts",
  "tests/store/race_server_test.ts",
  "tests/store/sequences_test.ts",
  "tests/store/transition_test.ts",
  "tests/support/assert.ts",
];

const titles = (choice: { quick: boolean; filter?: string }) => {
  const { waiting, beside, alone } = planTests(files, choice);
  const titlesOf = (runs: typeof beside) => runs.map((run) => run.title);
  return { waiting: titlesOf(waiting), beside: titlesOf(beside), alone: titlesOf(alone) };
};

Deno.test("planTests gives pure tests no permission and one process, those of a folder of the application one together, each other file its own with the long ones first, what waits a lane, what measures the machine", () => {
  const { waiting, beside, alone } = planTests(files, { quick: false });
  assertEquals(beside[0], {
    title: "tests/domain/ tests/protocol/",
    files: ["tests/domain/scope_test.ts", "tests/protocol/authorize/pkce_test.ts"],
    permissions: [],
    together: false,
  });
  assertEquals(beside.filter((run) => run.together).map((run) => run.title), ["tests/http/"]);
  assertEquals(beside.slice(1).map((run) => run.files), [
    ["tests/store/sequences_test.ts"],
    ["tests/reliability/kill_test.ts"],
    ["tests/browser/sign_in_test.ts"],
    ["tests/http/pages_test.tsx", "tests/http/routes_test.ts"],
    ["tests/http/races_server_test.ts"],
    ["tests/http/token_fuzz_test.ts"],
    ["tests/cli/serve_stop_test.ts"],
    ["tests/store/race_server_test.ts"],
    ["tests/store/transition_test.ts"],
  ]);
  assertEquals(waiting.map((run) => run.files), [["tests/reliability/receiver_away_test.ts"]]);
  assertEquals(alone.map((run) => run.files), [
    ["tests/cli/serve_start_test.ts"],
    ["tests/reliability/overload_test.ts"],
  ]);
  assertEquals(
    [...waiting, ...beside.slice(1), ...alone].every((run) => run.permissions.includes("--allow-all")),
    true,
  );
});

Deno.test("planTests leaves out browser, server and reliability when quick", () => {
  assertEquals(titles({ quick: true }), {
    waiting: [],
    beside: [
      "tests/domain/ tests/protocol/",
      "tests/store/sequences_test.ts",
      "tests/http/",
      "tests/http/token_fuzz_test.ts",
      "tests/cli/serve_stop_test.ts",
      "tests/store/transition_test.ts",
    ],
    alone: ["tests/cli/serve_start_test.ts"],
  });
});

Deno.test("planTests runs only what the filter matches", () => {
  assertEquals(titles({ quick: false, filter: "tests/store" }), {
    waiting: [],
    beside: [
      "tests/store/sequences_test.ts",
      "tests/store/race_server_test.ts",
      "tests/store/transition_test.ts",
    ],
    alone: [],
  });
  assertEquals(titles({ quick: false, filter: "nowhere" }), { waiting: [], beside: [], alone: [] });
});
