import { oauth2Presets } from "./oauth2.ts";
import { oidcPresets } from "./oidc.ts";
import type { UpstreamPreset } from "./preset.ts";

/** Every ready-made upstream, by what it is chosen by. */
export const upstreamPresets: ReadonlyMap<string, UpstreamPreset> = new Map(
  [...oidcPresets, ...oauth2Presets].toSorted((a, b) => a.id < b.id ? -1 : 1).map((
    preset,
  ) => [preset.id, preset]),
);
