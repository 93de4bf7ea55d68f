import { at, firstTokens, notFirst } from "../proxy/alter.ts";
import type { Mutation } from "./mutation.ts";

/** The second answer is the first one again. */
const replayed = at("token_endpoint", (_, traffic) => firstTokens(traffic), notFirst);

export const mutations: readonly Mutation[] = [
  {
    id: "a code that is redeemed twice",
    fails: ["code_reuse.refused_at_once"],
    module: "oidcc-codereuse",
    alter: replayed,
  },
  {
    id: "a code that is redeemed again later",
    fails: ["code_reuse.refused_later"],
    module: "oidcc-codereuse-30seconds",
    alter: replayed,
  },
];
