/** What is run of a plan, and what a server has to have for it. */
import { assertEquals } from "@std/assert";
import {
  narrow,
  notOpen,
  type Plan,
  type Planned,
  responseTypesFor,
  schedule,
  titleOf,
} from "../../src/conformance/plan.ts";
import { basic } from "../../src/conformance/plans/basic.ts";
import { comprehensive } from "../../src/conformance/plans/comprehensive.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { dynamicOnly, type Module } from "../../src/conformance/stage.ts";
import { defaultVariant, type Variant } from "../../src/conformance/variant.ts";

const module = (id: string): Module => ({ id, summary: "", run: () => Promise.resolve() });

const plan: Plan = {
  name: "a plan",
  profile: "A profile",
  responseTypes: ["id_token"],
  entries: [
    { module: module("twice"), pinned: { response_type: "code" } },
    { module: module("twice"), pinned: { response_type: "code token" } },
    { module: module("free"), pinned: {} },
    { module: { ...module("registers"), appliesTo: dynamicOnly }, pinned: {} },
  ],
};

const titles = (planned: readonly Planned[]) => planned.map(titleOf);

Deno.test("a plan is narrowed to the runs of a value that was chosen, and keeps what pins nothing down", () => {
  assertEquals(titles(schedule(plan, {})), ["twice", "twice (code token)", "free", "registers"]);
  const chosen = { response_type: "code token" } as const;
  assertEquals(titles(schedule(narrow(plan, chosen), chosen)), [
    "twice (code token)",
    "free (code token)",
    "registers (code token)",
  ]);
  assertEquals(titles(schedule(plan, { client_registration: "static_client" })), [
    "twice",
    "twice (code token)",
    "free",
  ]);
});

Deno.test("a server has to have the response types of the modules, and those of the plan", () => {
  const planned = schedule(plan, {});
  assertEquals(responseTypesFor(planned), ["code", "code token"]);
  assertEquals(responseTypesFor(planned, [plan]), ["id_token", "code", "code token"]);
});

/** Modules of each plan with clients that register themselves, and with clients registered beforehand. */
const counts: Readonly<Record<string, readonly [dynamic: number, registered: number]>> = {
  "oidcc-basic-certification-test-plan": [38, 35],
  "oidcc-formpost-basic-certification-test-plan": [38, 35],
  "oidcc-implicit-certification-test-plan": [58, 54],
  "oidcc-formpost-implicit-certification-test-plan": [58, 54],
  "oidcc-hybrid-certification-test-plan": [102, 96],
  "oidcc-formpost-hybrid-certification-test-plan": [102, 96],
};

Deno.test("plans run each module with each response type, as many altogether as in certification", () => {
  for (const [name, [dynamic, registered]] of Object.entries(counts)) {
    const counted = plans.find((each) => each.name === name)!;
    assertEquals(schedule(counted, defaultVariant).length, dynamic, name);
    assertEquals(schedule(counted, { client_registration: "static_client" }).length, registered, name);
  }
});

Deno.test("the plan that leaves everything open runs as many modules as in certification for what is picked", () => {
  const registers = { client_registration: "dynamic_client" } as const, byKey = "private_key_jwt" as const;
  const picks: readonly (readonly [Partial<Variant>, number])[] = [
    [{ client_registration: "static_client" }, 36],
    [registers, 51],
    [{ ...registers, client_auth_type: byKey }, 54],
    [{ ...registers, response_type: "id_token" }, 43],
  ];
  for (const [picked, count] of picks) {
    assertEquals(schedule(comprehensive, picked).length, count, JSON.stringify(picked));
  }
  assertEquals(notOpen(comprehensive, defaultVariant), []);
  assertEquals(notOpen(basic, { client_auth_type: byKey }), ["client_auth_type"]);
});
