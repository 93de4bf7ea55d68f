import type { Module } from "../../stage.ts";
import { loginHintSent } from "../checks/authorization_request.ts";
import { expectAccepted } from "../expect.ts";
import { meet } from "../meet.ts";
import { requestsTo, signIn } from "../sign_in.ts";

/** The provider begins a sign-in with itself. */
export const relyingPartyThirdPartyInitLogin: Module = {
  id: "oidcc-client-test-3rd-party-init-login",
  summary: "A person whom the provider sends to initiate_login_uri signs in with it",
  run: async (stage) => {
    const address = stage.config.relying_party?.initiate_login_uri;
    if (address === undefined) return stage.skip("The configuration has no relying_party.initiate_login_uri");
    const meeting = await meet(stage), url = new URL(meeting.fill(address));
    const login_hint = `${stage.random.text(8)}@people.example`;
    url.searchParams.set("iss", meeting.provider.issuer);
    url.searchParams.set("login_hint", login_hint);
    const met = await signIn(meeting, { start: url.href });
    expectAccepted(meeting, met);
    const [{ query }] = requestsTo(met, "authorization_endpoint") as [typeof met.asked[number]];
    stage.verify(loginHintSent, { request: query, party: meeting.party, login_hint });
  },
};
