import type { PresentedRefusal } from "../../domain/consequence.ts";
import { compare, type Guard, type Machine } from "../../domain/machine.ts";
import type { Change, TraceRow } from "../trace.ts";

/** What is said of one refusal of a presented code or token. */
interface Words {
  readonly section: string;
  readonly expected: string;
  readonly received: string;
  readonly says: string;
  /** The parameter that would have to differ. */
  readonly parameter: string;
}

const again = "Start a new authorization request";

/** Words for each refusal. Total: a new refusal does not compile until it is explained. */
const words: Readonly<Record<PresentedRefusal, Words>> = {
  other_client: {
    section: "RFC 6749 section 5.2",
    expected: "The client that it was issued to",
    received: "Another client",
    says: "Authenticate as the client that asked for it",
    parameter: "client_id",
  },
  other_redirect_uri: {
    section: "RFC 6749 section 4.1.3",
    expected: "The redirect_uri of the authorization request",
    received: "Another one, or none",
    says: "Send the redirect_uri of the authorization request",
    parameter: "redirect_uri",
  },
  wrong_verifier: {
    section: "RFC 7636 section 4.6",
    expected: "The code_verifier from which the code_challenge was made; none where there was no challenge",
    received: "Another one, or none",
    says: "Send the code_verifier that belongs to this sign-in; keep it per sign-in, not per app",
    parameter: "code_verifier",
  },
  other_key: {
    section: "RFC 9449 section 10",
    expected: "A proof by the key that it is bound to",
    received: "Another key, or none",
    says: "Prove possession of the same key",
    parameter: "DPoP",
  },
  other_request: {
    section: "RFC 9700 section 4.14.2",
    expected: "The same request as the one whose answer was lost",
    received: "Another scope",
    says: "Repeat exactly the request, or use the newest refresh token",
    parameter: "scope",
  },
  session_ended: {
    section: "OpenID Connect Core section 3.1.3.2",
    expected: "A session that is still open",
    received: "The person signed out, or the session ran out, before the code was redeemed",
    says: again,
    parameter: "code",
  },
  expired: {
    section: "RFC 6749 section 4.1.2",
    expected: "Within its lifetime",
    received: "After it",
    says:
      "Redeem a code at once, and use a refresh token before it runs out; check the clock of the app's server",
    parameter: "code",
  },
  replayed: {
    section: "RFC 9700 section 4.14.2",
    expected: "One use",
    received: "A second one; all tokens of the first were revoked",
    says:
      `${again}, and see to it that nothing redeems twice: a retry, a reloaded callback page, two servers`,
    parameter: "code",
  },
  superseded: {
    section: "RFC 9700 section 4.14.2",
    expected: "The newest refresh token",
    received: "An older one",
    says: "Store the refresh token of each answer in place of the one before",
    parameter: "refresh_token",
  },
  grace_over: {
    section: "RFC 9700 section 4.14.2",
    expected: "The newest refresh token, or a repeat within the window",
    received: "An older one after the window; its family was revoked",
    says: `${again}, and store the refresh token of each answer in place of the one before`,
    parameter: "refresh_token",
  },
  too_many: {
    section: "RFC 9700 section 4.14.2",
    expected: "A few repeats",
    received: "More than that",
    says: "Use the refresh token of the answer",
    parameter: "refresh_token",
  },
  not_rotated: {
    section: "RFC 6749 section 6",
    expected: "A rotated refresh token",
    received: "One that was not rotated",
    says: "Use the refresh token",
    parameter: "refresh_token",
  },
  revoked: {
    section: "RFC 7009 section 2.1",
    expected: "One that is not revoked",
    received: "A revoked one",
    says: again,
    parameter: "code",
  },
  unknown: {
    section: "RFC 6749 section 5.2",
    expected: "One that this server issued",
    received: "An unknown one: mistyped, cut off, of another server, or long expired",
    says: "Send it exactly as it was received",
    parameter: "code",
  },
};

/** Guarded columns whose value may be shown and proposed; all others are secret or somebody else's. */
const shown: readonly string[] = ["redirect_uri"];

/** A presented secret with the row that it leads to, where there is one. */
export interface Presented {
  readonly machine: Machine;
  readonly event: string;
  readonly row: Readonly<Record<string, unknown>> | undefined;
  readonly input: Readonly<Record<string, string | number>>;
  /** The parameter that carried it. */
  readonly parameter: string;
}

function explained(
  id: string,
  refusal: string,
  parameter: string,
  known?: { value: string; received: string },
): TraceRow {
  const { section, expected, received, says, ...rest } = words[refusal as PresentedRefusal];
  const name = rest.parameter === "code" ? parameter : rest.parameter;
  const change: Change = known
    ? { where: "request", name, value: known.value, says: `Send ${name}=${known.value}` }
    : { where: "request", name, says };
  return {
    id,
    section,
    held: false,
    expected: known?.value ?? expected,
    received: known?.received ?? received,
    change,
  };
}

/**
 * Explains why a code or a refresh token was refused: each guard of the event in order, then the state. Every guard
 * is judged by itself, as if the ones before it had been met.
 */
export function explainPresented({ machine, event, row, input, parameter }: Presented): readonly TraceRow[] {
  const idOf = (refusal: string) => `${machine.name}.${refusal}`;
  if (!row) return [explained(idOf("unknown"), "unknown", parameter)];
  const guards = machine.guards[event]!.map(([column, comparison, name, refusal]: Guard): TraceRow => {
    const due = row[column] as string | number, sent = input[name]!;
    const { section } = words[refusal as PresentedRefusal];
    if (compare(due, comparison, sent)) return { id: idOf(refusal), section, held: true };
    const known = shown.includes(column) ? { value: String(due), received: String(sent) } : undefined;
    return explained(idOf(refusal), refusal, parameter, known);
  });
  const cell = machine.cells[row.state as string]![event]!;
  return cell.startsWith("!")
    ? [...guards, explained(idOf(cell.slice(1)), cell.slice(1), parameter)]
    : guards;
}
