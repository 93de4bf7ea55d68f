import {
  askedAgain,
  authTimePresent,
  laterAuthTime,
  notAskedAgain,
  recentAuthTime,
  sameAuthTime,
  sameSubject,
} from "../checks/login_state.ts";
import type { Module } from "../stage.ts";
import { authorize } from "../steps/authorize.ts";
import { begin } from "../steps/begin.ts";
import { completeLogin, logIn } from "../steps/log_in.ts";

/** What is older than max_age has to be done anew. */
export const maxAge1: Module = {
  id: "oidcc-max-age-1",
  summary: "With max_age=1 the person signs in again, and auth_time says when",
  waits: 2,
  run: async (stage) => {
    const session = await begin(stage), first = await logIn(session);
    await stage.wait(2.1);
    const asked = stage.now();
    const authorization = await authorize(session, { parameters: { max_age: "1" } });
    stage.verify(askedAgain, authorization.visit);
    const second = await completeLogin(session, authorization);
    const logins = { first: first.idToken.claims, second: second.idToken.claims, asked };
    stage.verify(sameSubject, logins);
    stage.verify(authTimePresent, logins.second);
    stage.verify(laterAuthTime, logins);
    stage.verify(recentAuthTime, { ...logins, max_age: 1 });
  },
};

/** What is younger is good. */
export const maxAge10000: Module = {
  id: "oidcc-max-age-10000",
  summary: "With max_age=10000 nobody signs in again, and auth_time stays",
  waits: 1,
  run: async (stage) => {
    const session = await begin(stage);
    const first = await logIn(session, { parameters: { max_age: "15000" } });
    await stage.wait(1.1);
    const asked = stage.now();
    const authorization = await authorize(session, { parameters: { max_age: "10000" } });
    stage.verify(notAskedAgain, authorization.visit);
    const second = await completeLogin(session, authorization);
    const logins = { first: first.idToken.claims, second: second.idToken.claims, asked };
    stage.verify(sameSubject, logins);
    stage.verify(authTimePresent, logins.first);
    stage.verify(authTimePresent, logins.second);
    stage.verify(sameAuthTime, logins);
  },
};
