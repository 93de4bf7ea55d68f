import { upstreamPresets } from "../protocol/upstream/presets/presets.ts";

/**
 * The letters of an upstream's mark: the first two capitals and digits in the name of the ready-made one that it is,
 * else the first letter. One that is not ready-made has none.
 *
 * @param preset What it is chosen by; `-` where it is none.
 */
export function markLetters(preset: string): string {
  const name = upstreamPresets.get(preset)?.name ?? "";
  return name.match(/[A-Z0-9]/g)?.slice(0, 2).join("") ?? name.slice(0, 1).toUpperCase();
}
