import { interactionErrors } from "../checks/authorization_error.ts";
import { askedAgain, laterAuthTime, noPage, sameAuthTime, sameSubject } from "../checks/login_state.ts";
import type { Module, Stage } from "../stage.ts";
import type { Session } from "../session.ts";
import { authorize, expectRefused } from "../steps/authorize.ts";
import { begin } from "../steps/begin.ts";
import { completeLogin, logIn } from "../steps/log_in.ts";

/** Asks in turn for a sign-in, time passing between the two so that they can be told apart. */
async function twice(
  stage: Stage,
  parameters: (first: { readonly id_token: string }) => Record<string, string>,
) {
  const session = await begin(stage), first = await logIn(session);
  await stage.wait(1.1);
  const asked = stage.now();
  const authorization = await authorize(session, { parameters: parameters({ id_token: first.idToken.raw }) });
  return { session, first, asked, authorization };
}

/** prompt=login asks again, whoever is signed in. */
export const promptLogin: Module = {
  id: "oidcc-prompt-login",
  summary: "prompt=login asks the person to sign in again",
  waits: 1,
  run: async (stage) => {
    const { session, first, asked, authorization } = await twice(stage, () => ({ prompt: "login" }));
    stage.verify(askedAgain, authorization.visit);
    const second = await completeLogin(session, authorization);
    const logins = { first: first.idToken.claims, second: second.idToken.claims, asked };
    stage.verify(sameSubject, logins);
    stage.verify(laterAuthTime, logins);
  },
};

/** Without a session nothing can be granted without a page. */
export const promptNoneNotLoggedIn: Module = {
  id: "oidcc-prompt-none-not-logged-in",
  summary: "prompt=none without a session is answered by an error, not by a page",
  run: async (stage) => {
    const session = await begin(stage);
    const authorization = await authorize(session, { parameters: { prompt: "none" } });
    stage.verify(noPage, authorization.visit);
    expectRefused(session, authorization, interactionErrors);
  },
};

async function silently(
  session: Session,
  { first, asked, authorization }: Omit<Awaited<ReturnType<typeof twice>>, "session">,
): Promise<void> {
  const { stage } = session;
  stage.verify(noPage, authorization.visit);
  const second = await completeLogin(session, authorization);
  const logins = { first: first.idToken.claims, second: second.idToken.claims, asked };
  stage.verify(sameSubject, logins);
  stage.verify(sameAuthTime, logins);
}

/** With a session it is granted silently. */
export const promptNoneLoggedIn: Module = {
  id: "oidcc-prompt-none-logged-in",
  summary: "prompt=none with a session is granted without a page",
  waits: 1,
  run: async (stage) => {
    const { session, ...rest } = await twice(stage, () => ({ prompt: "none" }));
    await silently(session, rest);
  },
};

/** The hint names the person who is signed in. */
export const idTokenHint: Module = {
  id: "oidcc-id-token-hint",
  summary: "prompt=none with the ID token of the person who is signed in is granted without a page",
  waits: 1,
  run: async (stage) => {
    const { session, ...rest } = await twice(
      stage,
      ({ id_token }) => ({ prompt: "none", id_token_hint: id_token }),
    );
    await silently(session, rest);
  },
};
