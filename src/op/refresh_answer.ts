import { expand } from "../crypto/derived_key.ts";
import type { Random } from "../crypto/random.ts";
import { open, type Place, seal } from "../crypto/seal.ts";
import type { TokenResponse } from "./issue_tokens.ts";

/** The answer to a refresh, kept for an honest repeat. */
export interface RefreshAnswer {
  readonly body: TokenResponse;
  readonly accessExpiresAt: number;
}

/** What an answer is bound to, and the salt that makes its key its own. */
export interface AnswerBinding {
  readonly place: Place;
  readonly salt: string;
}

// The key comes from the presented token, which is stored nowhere: database and server secret together open nothing.
const keyOf = (presented: string, { salt }: AnswerBinding) => expand(presented, salt, "refresh-answer/v1");

/** Seals an answer under the refresh token that asked for it. */
export const sealAnswer = (
  presented: string,
  binding: AnswerBinding,
  answer: RefreshAnswer,
  random: Random,
): Uint8Array =>
  seal(keyOf(presented, binding), binding.place, new TextEncoder().encode(JSON.stringify(answer)), random);

/** Opens an answer. Throws where it does not open: the row that held it said that it would. */
export function openAnswer(
  presented: string,
  binding: AnswerBinding,
  sealed: Uint8Array | null,
): RefreshAnswer {
  const plain = sealed && open([keyOf(presented, binding)], binding.place, sealed);
  if (!plain) throw new Error("The answer of a refresh does not open under the token that asked for it");
  return JSON.parse(new TextDecoder().decode(plain));
}
