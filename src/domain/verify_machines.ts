import { authorizationModel } from "./model/authorization_model.ts";
import { eachMachine } from "./model/each_machine.ts";
import { explore, type Verdict } from "./model/exploration.ts";
import { keyModel } from "./model/key_model.ts";
import { type Parts, realParts } from "./model/parts.ts";
import { tokenModel } from "./model/token_model.ts";

const around = "1 change of what is around", late = "a request that acts on what it saw before";

/**
 * Everything that can be explored: the machines alone, and together as the flows put them together; what is walked
 * quickly comes first. Time is reduced to what has run out and what has not; apart from that, whatever can happen happens
 * in every order.
 */
const explorations: readonly ((parts: Parts) => Verdict)[] = [
  (parts) => explore(eachMachine(parts)),
  (parts) => explore(keyModel(parts, 4)),
  (parts) =>
    explore(authorizationModel(parts, {
      name: "authorization",
      bounds: `1 interaction for each of 6 kinds of request, 2 people, a stranger's browser, ${around}`,
      acts: 1,
      people: 2,
      overlapping: false,
    })),
  (parts) =>
    explore(authorizationModel(parts, {
      name: "authorization",
      bounds: `1 interaction, 2 people, ${late}, a stranger's browser`,
      acts: 0,
      people: 2,
      overlapping: true,
    })),
  (parts) =>
    explore(authorizationModel(parts, {
      name: "authorization",
      bounds: `1 interaction, 1 person, ${late}, a stranger's browser, ${around}`,
      acts: 1,
      people: 1,
      overlapping: true,
    })),
  (parts) =>
    explore(tokenModel(parts, {
      name: "tokens",
      bounds: "1 code, 2 families, 3 refresh tokens, strangers, 2 changes of what the tokens stand on",
      refreshTokens: 3,
      acts: 2,
      timed: false,
      overlapping: false,
    })),
  (parts) =>
    explore(tokenModel(parts, {
      name: "tokens",
      bounds: "1 code, 3 refresh tokens that run out, windows that close, 2 kinds of request, strangers",
      refreshTokens: 3,
      acts: 0,
      timed: true,
      overlapping: false,
    })),
  (parts) =>
    explore(tokenModel(parts, {
      name: "tokens",
      bounds: `1 code, 3 refresh tokens, ${late}, strangers, ${around}`,
      refreshTokens: 3,
      acts: 1,
      timed: false,
      overlapping: true,
    })),
];

/**
 * Walks every state that the machines can reach together, within bounds, and judges each state and each event by the
 * invariants.
 *
 * @param parts The machines and the flows' rules; by default as they are.
 * @returns a verdict for each model, found as it is asked for. Models of one name differ in their bounds alone.
 */
export function* verifyMachines(parts: Parts = realParts): Generator<Verdict> {
  for (const explored of explorations) yield explored(parts);
}
