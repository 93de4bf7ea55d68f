/**
 * What tests draw from: the same number in each run, so that a change is judged by what it changed and not by chance.
 * TEST_SEED in the environment tries another one; tests without permission to read it take the usual one.
 */
const mayRead = (await Deno.permissions.query({ name: "env", variable: "TEST_SEED" })).state === "granted";

/** The seed of this run. */
export const seed: number = Number(mayRead && Deno.env.get("TEST_SEED") || 20_261_121);
