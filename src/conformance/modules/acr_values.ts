import { askedAcr } from "../checks/login_state.ts";
import { listIn } from "../server.ts";
import type { Module } from "../stage.ts";
import { begin } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";

/** acr_values is voluntary: what cannot be met is no error. */
export const acrValues: Module = {
  id: "oidcc-ensure-request-with-acr-values-succeeds",
  summary: "acr_values causes no error, and the acr is one of them",
  run: async (stage) => {
    const session = await begin(stage), supported = listIn(session.server, "acr_values_supported");
    const acr_values = stage.config.server.acr_values ?? (supported.length > 0 ? supported.join(" ") : "1 2");
    const { idToken } = await logIn(session, { parameters: { acr_values } });
    stage.verify(askedAcr, { claims: idToken.claims, asked: acr_values.split(" ") });
  },
};
