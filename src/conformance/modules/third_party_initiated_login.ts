import { echoed, readBack } from "../checks/registration.ts";
import { readObject } from "../exchange.ts";
import { dynamicOnly, type Module } from "../stage.ts";
import { beginWith } from "../steps/begin.ts";
import { expectRefusedRegistration } from "../steps/expect_refused_registration.ts";

const name = "initiate_login_uri";

/** Where somebody else may start a sign-in (OpenID Connect Core section 4). */
export const thirdPartyInitLogin: Module = {
  id: "oidcc-3rd_party-init-login",
  summary: "initiate_login_uri is registered, and told again",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const value = `${stage.receiver.origin}/initiate-login`;
    const { client: { answer } } = await beginWith(stage, { metadata: { [name]: value } });
    stage.verify(echoed, { answer, name, value });
    const { registration_client_uri: url, registration_access_token: token } = answer;
    if (typeof url !== "string") {
      return stage.note("There is no registration_client_uri to read it back from");
    }
    const headers = { accept: "application/json", authorization: `Bearer ${token}` };
    const response = await stage.send("client configuration", { method: "GET", url, headers });
    stage.verify(readBack, { response, body: readObject(response.body), name, value });
  },
};

/** It takes https. */
export const thirdPartyInitLoginNoHttps: Module = {
  id: "oidcc-3rd_party-init-login-nohttps",
  summary: "An initiate_login_uri without https is not registered",
  appliesTo: dynamicOnly,
  run: (stage) =>
    expectRefusedRegistration(stage, { [name]: "http://client.example/initiate-login" }, [
      "invalid_client_metadata",
    ]),
};
