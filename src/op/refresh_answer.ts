import { expand } from "../crypto/derived_key.ts";
import {
  openJson,
  type PlaceInTenant,
  sealJson,
  type TenantOpening,
  type TenantSealing,
} from "../store/tenant_seal.ts";
import type { TokenResponse } from "./issue_tokens.ts";

/** The answer to a refresh, kept for an honest repeat. */
export interface RefreshAnswer {
  readonly body: TokenResponse;
  readonly accessExpiresAt: number;
}

/** What an answer is bound to. */
export interface AnswerBinding {
  /** The refresh token that asked for it. */
  readonly presented: string;
  readonly place: PlaceInTenant;
  /** Makes the answer's key its own. */
  readonly salt: string;
}

// The key comes from the presented token, which is stored nowhere: database and server secret together open nothing.
const keyOf = ({ presented, salt }: AnswerBinding) => expand(presented, salt, "refresh-answer/v1");

/** Seals an answer under the refresh token that asked for it. */
export const sealAnswer = (
  { store, random }: Pick<TenantSealing, "store" | "random">,
  binding: AnswerBinding,
  answer: RefreshAnswer,
): Uint8Array => sealJson({ store, random, sealKeys: [keyOf(binding)] }, binding.place, answer);

/** Opens an answer. Throws where it does not open: the row that held it said that it would. */
export function openAnswer(
  { store }: Pick<TenantOpening, "store">,
  binding: AnswerBinding,
  sealed: Uint8Array | null,
): RefreshAnswer {
  const answer = sealed &&
    openJson<RefreshAnswer>({ store, sealKeys: [keyOf(binding)] }, binding.place, sealed);
  if (!answer) throw new Error("The answer of a refresh does not open under the token that asked for it");
  return answer;
}
