import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type AuthenticationDemand,
  authTimeRequired,
  type InteractionFacts,
  missing,
  type SessionFacts,
  stillWithin,
} from "../../src/domain/authentication.ts";

const now = 1_000_000;
const session = (id: string, age: number, unused = age): SessionFacts => ({
  id,
  account_id: `account ${id}`,
  auth_time: now - age,
  acr: "1",
  signed_in_at: now - age,
  state_at: now - unused,
});
/** Alice signed in 100 seconds ago, Bob 1000 seconds ago. */
const alice = session("alice", 100), bob = session("bob", 1_000);
/** A sign-in of Alice's for which somebody else vouches. */
const gold: SessionFacts = { ...alice, acr: "gold" };
/** Sign-ins of Alice's for this very request. */
const again = session("alice", 0), goldAgain = { ...again, acr: "gold" };

interface Case {
  readonly prompt?: string;
  readonly maxAge?: number;
  /** Accounts, parted by commas. */
  readonly hint?: string;
  readonly acr?: string;
  readonly essential?: boolean;
  readonly sessions?: readonly SessionFacts[];
  readonly chosen?: string;
  /** Whether what is asked for has not been agreed to before. */
  readonly fresh?: boolean;
  readonly agreed?: boolean;
  /** Seconds after which a sign-in is too old, and a session lay idle for too long, for this client. */
  readonly lives?: number;
  readonly idle?: number;
  /** Accounts that may not use the client. */
  readonly barred?: readonly SessionFacts[];
  /** Sessions that came by a way that the client does not take. */
  readonly wrongly?: readonly SessionFacts[];
}

function ask(
  {
    prompt = "",
    maxAge,
    hint,
    acr,
    essential = false,
    sessions = [],
    chosen,
    fresh = false,
    agreed = false,
    barred = [],
    wrongly = [],
    lives,
    idle,
  }: Case,
): string {
  const prompts = prompt.split(" ").filter(Boolean);
  const demand: AuthenticationDemand = {
    prompt: prompts,
    fresh: prompts.includes("login") || maxAge === 0,
    auth_time_required: authTimeRequired(prompts, { max_age: maxAge, session: lives }, now),
    use_required: stillWithin(idle, now),
    hinted_accounts: hint?.split(","),
    acr_values: acr?.split(" ") ?? [],
    acr_essential: essential,
    asked_at: now,
  };
  const found = missing(demand, {
    sessions,
    chosen,
    agreed,
    consentNeeded: () => fresh,
    mayUse: (session) => !barred.includes(session),
    takesWay: (session) => !wrongly.includes(session),
  });
  return "session" in found ? `${found.ask ?? "code"} of ${found.session.id}` : found.ask;
}

const one = [alice], two = [alice, bob];
const table: Readonly<Record<string, readonly (readonly [Case, string])[]>> = {
  "nobody is signed in": [
    [{}, "login"],
    [{ prompt: "none" }, "login"],
    [{ prompt: "select_account" }, "login"],
    [{ prompt: "consent" }, "login"],
    [{ hint: "account alice" }, "login"],
    [{ chosen: "alice" }, "login"],
  ],
  "one account is signed in": [
    [{ sessions: one }, "code of alice"],
    [{ sessions: one, prompt: "none" }, "code of alice"],
    [{ sessions: one, fresh: true }, "consent of alice"],
    [{ sessions: one, fresh: true, prompt: "none" }, "consent of alice"],
    [{ sessions: one, chosen: "alice" }, "code of alice"],
    [{ sessions: one, chosen: "ended" }, "login"],
  ],
  "a session may be too old for a client, or idle for too long": [
    [{ sessions: one, lives: 101 }, "code of alice"],
    [{ sessions: one, lives: 100 }, "login"],
    [{ sessions: one, idle: 101 }, "code of alice"],
    [{ sessions: one, idle: 100 }, "login"],
    [{ sessions: [session("alice", 1_000, 10)], idle: 11 }, "code of alice"],
    [{ sessions: [session("alice", 1_000, 10)], idle: 11, lives: 1_000 }, "login"],
    [{ sessions: one, lives: 101, maxAge: 99 }, "login"],
    [{ sessions: one, lives: 100, maxAge: 500 }, "login"],
    [{ sessions: one, lives: 500, maxAge: 100 }, "code of alice"],
    [{ sessions: one, lives: 50, prompt: "none" }, "login"],
    [{ sessions: [session("alice", 0)], lives: 50, prompt: "login", chosen: "alice" }, "code of alice"],
    [{ sessions: two, lives: 500, chosen: "bob" }, "login"],
    [{ sessions: two, idle: 500, chosen: "alice" }, "code of alice"],
  ],
  "an account that may not use the client counts only where there is no other": [
    [{ sessions: one, barred: one }, "other_account of alice"],
    [{ sessions: one, barred: one, prompt: "none" }, "other_account of alice"],
    [{ sessions: one, barred: one, fresh: true }, "other_account of alice"],
    [{ sessions: one, barred: one, maxAge: 10 }, "other_account of alice"],
    [{ sessions: one, barred: one, prompt: "login" }, "login"],
    [{ sessions: one, barred: one, prompt: "login", chosen: "alice" }, "other_account of alice"],
    [{ sessions: one, barred: one, prompt: "select_account" }, "other_account of alice"],
    [{ sessions: one, barred: one, chosen: "alice" }, "other_account of alice"],
    [{ sessions: one, barred: one, hint: "account bob" }, "login"],
    [{ sessions: two, barred: one }, "code of bob"],
    [{ sessions: two, barred: one, prompt: "none" }, "code of bob"],
    [{ sessions: two, barred: one, prompt: "select_account" }, "account"],
    [{ sessions: two, barred: one, chosen: "alice" }, "other_account of alice"],
    [{ sessions: two, barred: one, chosen: "bob" }, "code of bob"],
    [{ sessions: two, barred: one, hint: "account alice" }, "other_account of alice"],
    [{ sessions: two, barred: two }, "other_account of alice"],
    [{ sessions: two, barred: two, prompt: "none" }, "other_account of alice"],
  ],
  "who came by a way that the client does not take signs in again": [
    [{ sessions: one, wrongly: one }, "login"],
    [{ sessions: one, wrongly: one, prompt: "none" }, "login"],
    [{ sessions: one, wrongly: one, prompt: "consent" }, "login"],
    [{ sessions: one, wrongly: one, chosen: "alice" }, "login"],
    [{ sessions: one, wrongly: one, barred: one }, "other_account of alice"],
    [{ sessions: two, wrongly: one }, "account"],
    [{ sessions: two, wrongly: one, chosen: "alice" }, "login"],
    [{ sessions: two, wrongly: one, chosen: "bob" }, "code of bob"],
  ],
  "several accounts are signed in": [
    [{ sessions: two }, "account"],
    [{ sessions: two, prompt: "none" }, "account"],
    [{ sessions: two, chosen: "bob" }, "code of bob"],
    [{ sessions: two, chosen: "ended" }, "login"],
    [{ sessions: two, chosen: "bob", fresh: true }, "consent of bob"],
  ],
  "prompt=login wants a sign-in after the request": [
    [{ sessions: one, prompt: "login" }, "login"],
    [{ sessions: one, prompt: "login", chosen: "alice" }, "login"],
    [{ sessions: [session("alice", 0)], prompt: "login", chosen: "alice" }, "code of alice"],
    [{ sessions: [session("alice", -5)], prompt: "login", chosen: "alice" }, "code of alice"],
    [{ sessions: [session("alice", 0)], prompt: "login" }, "login"],
    [{ sessions: two, prompt: "login" }, "account"],
    [{ sessions: two, prompt: "login", chosen: "bob" }, "login"],
  ],
  "prompt=select_account asks even where there is one": [
    [{ sessions: one, prompt: "select_account" }, "account"],
    [{ sessions: one, prompt: "select_account", chosen: "alice" }, "code of alice"],
    [{ sessions: two, prompt: "select_account login", chosen: "bob" }, "login"],
    [{ sessions: two, prompt: "select_account", hint: "account bob" }, "account"],
  ],
  "prompt=consent asks although it was agreed to before": [
    [{ sessions: one, prompt: "consent" }, "consent of alice"],
    [{ sessions: one, prompt: "consent", chosen: "alice" }, "consent of alice"],
    [{ sessions: one, prompt: "consent", chosen: "alice", agreed: true }, "code of alice"],
    [{ sessions: one, prompt: "login consent" }, "login"],
  ],
  "max_age bounds how long ago the sign-in may be, the bound included": [
    [{ sessions: one, maxAge: 101 }, "code of alice"],
    [{ sessions: one, maxAge: 100 }, "code of alice"],
    [{ sessions: one, maxAge: 99 }, "login"],
    [{ sessions: one, maxAge: 0 }, "login"],
    [{ sessions: [session("alice", 0)], maxAge: 0 }, "login"],
    [{ sessions: [session("alice", 0)], maxAge: 0, chosen: "alice" }, "code of alice"],
    [{ sessions: one, maxAge: 9_999_999_999 }, "code of alice"],
    [{ sessions: one, maxAge: 101, prompt: "login" }, "login"],
    [{ sessions: two, maxAge: 500, chosen: "bob" }, "login"],
  ],
  "id_token_hint means one account and no other": [
    [{ sessions: one, hint: "account alice" }, "code of alice"],
    [{ sessions: two, hint: "account bob" }, "code of bob"],
    [{ sessions: one, hint: "account bob" }, "login"],
    [{ sessions: two, hint: "account carol" }, "login"],
    [{ sessions: two, hint: "account alice", chosen: "bob" }, "login"],
    [{ sessions: two, hint: "account bob", chosen: "bob" }, "code of bob"],
    [{ sessions: two, hint: "account bob", maxAge: 500 }, "login"],
    [{ sessions: two, hint: "account bob", fresh: true }, "consent of bob"],
  ],
  "sub may be one of several, and a person chooses among those who are signed in": [
    [{ sessions: one, hint: "account alice,account bob" }, "code of alice"],
    [{ sessions: two, hint: "account alice,account carol" }, "code of alice"],
    [{ sessions: two, hint: "account alice,account bob" }, "account"],
    [{ sessions: two, hint: "account alice,account bob", chosen: "bob" }, "code of bob"],
    [{ sessions: two, hint: "account carol,account dave" }, "login"],
    [{ sessions: two, hint: "account carol,account dave", chosen: "bob" }, "login"],
  ],
  "an authentication context class that the session does not reach asks for a sign-in": [
    [{ sessions: one, acr: "1" }, "code of alice"],
    [{ sessions: [gold], acr: "1" }, "code of alice"],
    [{ sessions: [gold], acr: "gold" }, "code of alice"],
    [{ sessions: [gold] }, "code of alice"],
    [{ sessions: [gold], acr: "silver" }, "login"],
    [{ sessions: one, acr: "gold" }, "login"],
    [{ sessions: one, acr: "gold 1" }, "code of alice"],
    [{ sessions: [gold, bob], acr: "gold", chosen: "bob" }, "login"],
    [{ sessions: [gold, bob], acr: "gold", chosen: "alice" }, "code of alice"],
    [{ sessions: [gold], acr: "gold", maxAge: 99 }, "login"],
  ],
  "a voluntary class is asked for once, and of nobody who cannot be asked": [
    [{ sessions: [again], acr: "gold", chosen: "alice" }, "code of alice"],
    [{ sessions: [again], acr: "gold", chosen: "alice", fresh: true }, "consent of alice"],
    [{ sessions: one, acr: "gold", chosen: "alice" }, "login"],
    [{ sessions: [again], acr: "gold" }, "login"],
    [{ sessions: one, acr: "gold", prompt: "none" }, "code of alice"],
    [{ sessions: one, acr: "gold", prompt: "none", maxAge: 99 }, "login"],
    [{ acr: "gold", prompt: "none" }, "login"],
  ],
  "an essential class is reached, or nothing is issued": [
    [{ essential: true, sessions: [again], acr: "gold", chosen: "alice" }, "stronger of alice"],
    [{ essential: true, sessions: [again], acr: "gold silver", chosen: "alice" }, "stronger of alice"],
    [{ essential: true, sessions: [goldAgain], acr: "silver", chosen: "alice" }, "stronger of alice"],
    [{ essential: true, sessions: [goldAgain], acr: "gold", chosen: "alice" }, "code of alice"],
    [{ essential: true, sessions: [goldAgain], acr: "silver 1", chosen: "alice" }, "code of alice"],
    [{ essential: true, sessions: one, acr: "gold", chosen: "alice" }, "login"],
    [{ essential: true, sessions: one, acr: "gold" }, "login"],
    [{ essential: true, sessions: one, acr: "gold", prompt: "none" }, "login"],
    [{ essential: true, sessions: [gold], acr: "gold", prompt: "none" }, "code of alice"],
    [
      { essential: true, sessions: [again], acr: "gold", chosen: "alice", barred: [again] },
      "other_account of alice",
    ],
    [{ essential: true, sessions: [goldAgain, bob], acr: "gold", chosen: "bob" }, "login"],
  ],
  "what was agreed to is not asked again": [
    [{ sessions: one, fresh: true, agreed: true }, "code of alice"],
  ],
};

for (const [title, cases] of Object.entries(table)) {
  Deno.test(`missing: ${title} (OpenID Connect Core section 3.1.2.1)`, () => {
    for (const [given, expected] of cases) assertEquals(ask(given), expected, JSON.stringify(given));
  });
}

const word = fc.subarray(["login", "consent", "select_account"]);
const facts: fc.Arbitrary<InteractionFacts> = fc.record({
  sessions: fc.subarray([alice, bob, session("carol", 0), { ...session("dave", 0), acr: "gold" }]),
  chosen: fc.option(fc.constantFrom("alice", "bob", "carol", "dave", "ended"), { nil: undefined }),
  consentNeeded: fc.boolean().map((needed) => () => needed),
  mayUse: fc.subarray(["alice", "bob", "carol", "dave"]).map((may) => ({ id }) => may.includes(id)),
  takesWay: fc.subarray(["alice", "bob", "carol", "dave"]).map((came) => ({ id }) => came.includes(id)),
  agreed: fc.boolean(),
});
const demands: fc.Arbitrary<AuthenticationDemand> = fc.record({
  prompt: word,
  fresh: fc.boolean(),
  auth_time_required: fc.constantFrom(0, now - 500, now),
  use_required: fc.constantFrom(0, now - 500, now),
  hinted_accounts: fc.option(
    fc.subarray(["account alice", "account carol", "account dave"], { minLength: 1 }),
    {
      nil: undefined,
    },
  ),
  acr_values: fc.subarray(["1", "gold", "silver"]),
  acr_essential: fc.boolean(),
  asked_at: fc.constantFrom(now - 500, now),
});

Deno.test("a session is used only where it is open, hinted or unhinted, fresh enough, agreed for, come by a way that the client takes, and its account may use the client (OpenID Connect Core section 3.1.2.3)", () => {
  fc.assert(
    fc.property(demands, facts, (demand, given) => {
      const found = missing(demand, given);
      if (!("session" in found)) return;
      const { session: used, ask: asked } = found;
      assertEquals(given.sessions.includes(used), true);
      assertEquals(given.mayUse(used), asked !== "other_account");
      assertEquals(demand.hinted_accounts?.includes(used.account_id) ?? true, true);
      assertEquals(given.chosen ?? used.id, used.id);
      assertEquals(demand.fresh && given.chosen === undefined, false);
      if (asked === "other_account") return;
      assertEquals(given.takesWay(used), true);
      assertEquals(used.auth_time >= demand.auth_time_required, true);
      assertEquals(used.state_at >= demand.use_required, true);
      const { acr_values } = demand;
      const strong = acr_values.length === 0 || acr_values.includes("1") || acr_values.includes(used.acr);
      assertEquals(asked === "stronger", !strong && demand.acr_essential);
      if (asked === "stronger") return;
      const mustAgree = demand.prompt.includes("consent") || given.consentNeeded(used);
      assertEquals(asked, mustAgree && !given.agreed ? "consent" : undefined);
    }),
    { numRuns: 500 },
  );
});

Deno.test("nobody is asked to choose where no account in the browser may use the client", () => {
  fc.assert(fc.property(demands, facts, (demand, given) => {
    if (missing(demand, given).ask === "account") assertEquals(given.sessions.some(given.mayUse), true);
  }));
});
