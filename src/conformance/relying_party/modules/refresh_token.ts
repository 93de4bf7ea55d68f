import type { Module, Stage } from "../../stage.ts";
import {
  type Refresh,
  refreshedTokensRefused,
  refreshedTokensUsed,
  refreshRequested,
  stoppedAfterRefresh,
} from "../checks/refresh.ts";
import { refreshRequestChecks } from "../checks/refresh_request.ts";
import { expectAccepted, pause } from "../expect.ts";
import type { IdTokenFaults } from "../faults.ts";
import { meet } from "../meet.ts";
import { emailOf } from "../person.ts";
import { signIn } from "../sign_in.ts";
import { isRefresh } from "../token_endpoint.ts";

/** Signs a person in with tokens that are over at once, and makes the relying party refresh them. */
async function refresh(stage: Stage, refreshedIdToken?: IdTokenFaults): Promise<Refresh> {
  const configured = stage.config.relying_party?.refresh;
  if (!configured) return stage.skip("The configuration has no relying_party.refresh");
  const meeting = await meet(stage, { shortLived: true, ...(refreshedIdToken ? { refreshedIdToken } : {}) });
  const met = await signIn(meeting);
  expectAccepted(meeting, met);
  const granted = met.granted!, { provider, party } = meeting, before = provider.asked.length;
  const { body } = await meeting.call("refresh", configured.calls, {
    sub: granted.sub,
    email: emailOf(granted.sub),
  });
  const used = new RegExp(configured.used).test(body);
  if (!used) await pause(meeting);
  const done: Refresh = { asked: provider.asked.slice(before), granted, used };
  stage.require([refreshRequested], done);
  for (const asked of done.asked.filter(isRefresh)) {
    stage.verifyAll(refreshRequestChecks, { asked, granted, party });
  }
  return done;
}

/** A refresh token is used. */
export const relyingPartyRefreshToken: Module = {
  id: "oidcc-client-test-refresh-token",
  summary: "A refresh token is used, and then the tokens that come for it",
  run: async (stage) => void stage.verify(refreshedTokensUsed, await refresh(stage)),
};

/** A module whose refreshed ID token has to be refused. */
const refused = (id: string, summary: string, faults: IdTokenFaults): Module => ({
  id,
  summary,
  run: async (stage) =>
    void stage.verifyAll([refreshedTokensRefused, stoppedAfterRefresh], await refresh(stage, faults)),
});

/** Another issuer than at first. */
export const refreshTokenInvalidIssuer = refused(
  "oidcc-client-test-refresh-token-invalid-issuer",
  "Refreshed tokens whose ID token is of another issuer are refused",
  { claims: ({ iss }) => ({ iss: `${iss}/other` }) },
);

/** Somebody else than at first. */
export const refreshTokenInvalidSub = refused(
  "oidcc-client-test-refresh-token-invalid-sub",
  "Refreshed tokens whose ID token is about somebody else are refused",
  { claims: ({ sub }) => ({ sub: `${sub}-other` }) },
);
