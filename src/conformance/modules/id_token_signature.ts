import { idTokenKid } from "../checks/id_token.ts";
import { listIn } from "../server.ts";
import { dynamicOnly, type Module } from "../stage.ts";
import { begin, beginWith } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";

/** The algorithm that holds where a client asks for none. */
export const idTokenSignature: Module = {
  id: "oidcc-idtoken-signature",
  summary: "Without a wish the ID token is signed with RS256, and its header names the key",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const { idTokens } = await logIn(await begin(stage));
    for (const idToken of idTokens) stage.verify(idTokenKid, idToken);
  },
};

/** The algorithm that every provider has. */
export const idTokenRs256: Module = {
  id: "oidcc-idtoken-rs256",
  summary: "A client that is registered for RS256 gets an ID token of it, and its header names the key",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const session = await beginWith(stage, { metadata: { id_token_signed_response_alg: "RS256" } });
    const { idTokens } = await logIn(session);
    for (const idToken of idTokens) stage.verify(idTokenKid, idToken);
  },
};

/** No signature, for those who ask for none. */
export const idTokenUnsigned: Module = {
  id: "oidcc-idtoken-unsigned",
  summary: "A client of the code flow may ask for an ID token without signature",
  appliesTo: (variant) => dynamicOnly(variant) && !variant.response_type.includes("id_token"),
  run: async (stage) => {
    await logIn(
      await beginWith(stage, (server) => {
        if (!listIn(server, "id_token_signing_alg_values_supported").includes("none")) {
          stage.skip("id_token_signing_alg_values_supported lacks none");
        }
        return { metadata: { id_token_signed_response_alg: "none" } };
      }),
    );
  },
};
