import type { Module } from "./stage.ts";
import { defaultVariant, type Variant, type VariantName, variantNames } from "./variant.ts";

/** A module as a plan lists it. */
export interface PlanEntry {
  readonly module: Module;
  /** What the plan pins down for it. */
  readonly pinned: Partial<Variant>;
}

/** A plan of certification. */
export interface Plan {
  /** Exactly as certification names it. */
  readonly name: string;
  /** What a provider, or a relying party, that passes it is certified for. */
  readonly profile: string;
  /** A relying party: modules play the provider for it; otherwise a provider. */
  readonly examines?: "relying_party";
  /** Response types that the server has to have beside those that modules ask for. */
  readonly responseTypes?: readonly string[];
  /** In the order in which they are reported. */
  readonly entries: readonly PlanEntry[];
}

/** A module with the variant that it runs with. */
export interface Planned {
  readonly plan: string;
  readonly module: Module;
  readonly variant: Variant;
}

/** Modules that share what is pinned down. */
export const pin = (pinned: Partial<Variant>, ...modules: readonly Module[]): readonly PlanEntry[] =>
  modules.map((module) => ({ module, pinned }));

/** Names for which every module of a plan has the same value pinned down. */
const pinnedNames = ({ entries }: Plan): readonly VariantName[] =>
  variantNames.filter((name) => entries.every(({ pinned }) => pinned[name] !== undefined));

/** Names of a choice that a plan does not leave open. */
export const notOpen = (plan: Plan, chosen: Partial<Variant>): readonly VariantName[] =>
  pinnedNames(plan).filter((name) =>
    chosen[name] !== undefined && plan.entries.every(({ pinned }) => pinned[name] !== chosen[name])
  );

/**
 * The plan without the entries for which it pins down something else than was chosen: of a plan that runs its modules
 * several times, the runs that are asked for.
 */
export const narrow = (plan: Plan, chosen: Partial<Variant>): Plan => ({
  ...plan,
  entries: plan.entries.filter(({ pinned }) =>
    variantNames.every((name) =>
      chosen[name] === undefined || pinned[name] === undefined || pinned[name] === chosen[name]
    )
  ),
});

/** The response types that a server has to have for modules, and for the plans that they are of. */
export const responseTypesFor = (
  planned: readonly Planned[],
  plans: readonly Plan[] = [],
): readonly string[] => [
  ...new Set([
    ...plans.flatMap(({ responseTypes = [] }) => responseTypes),
    ...planned.map(({ variant }) => variant.response_type),
  ]),
];

/** A module as it is told apart from its other runs: by what it asks for, where that is not a code alone. */
export const titleOf = ({ module, variant }: Planned): string =>
  variant.response_type === "code" ? module.id : `${module.id} (${variant.response_type})`;

/**
 * The modules of a plan that a choice of variants leaves, each with its own variant.
 *
 * @param chosen What the caller picks where the plan pins nothing down.
 */
export const schedule = (plan: Plan, chosen: Partial<Variant>): readonly Planned[] =>
  plan.entries.map(({ module, pinned }) => ({
    plan: plan.name,
    module,
    variant: { ...defaultVariant, ...chosen, ...pinned },
  })).filter(({ module, variant }) => module.appliesTo?.(variant) ?? true);
