import { listIn, type Server } from "../server.ts";
import { dynamicOnly, type Module, type Stage } from "../stage.ts";
import { beginWith } from "../steps/begin.ts";
import { discover } from "../steps/discover.ts";
import { expectRefusedRegistration } from "../steps/expect_refused_registration.ts";
import { logInAndAsk } from "../steps/log_in.ts";
import type { ClientMetadata } from "../steps/register.ts";

function skipUnlessPairwise(stage: Stage, server: Server): void {
  if (!listIn(server, "subject_types_supported").includes("pairwise")) {
    stage.skip("subject_types_supported lacks pairwise");
  }
}

/** Metadata of a client whose sector lists these redirect URIs. */
function pairwise(stage: Stage, listed: readonly string[]): ClientMetadata {
  const sector_identifier_uri = stage.receiver.publish(`/sector/${stage.random.text(16)}.json`, {
    type: "application/json",
    body: JSON.stringify(listed),
  });
  return { subject_type: "pairwise", sector_identifier_uri };
}

/** A sector that knows the client. */
export const registrationSectorUri: Module = {
  id: "oidcc-registration-sector-uri",
  summary: "A client of a sector that lists its redirect URI gets pairwise subjects",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const session = await beginWith(stage, (server) => {
      skipUnlessPairwise(stage, server);
      return { metadata: pairwise(stage, [`${stage.receiver.origin}/callback`]) };
    });
    await logInAndAsk(session);
  },
};

/** A sector that does not. */
export const registrationSectorBad: Module = {
  id: "oidcc-registration-sector-bad",
  summary: "A client of a sector that does not list its redirect URI is not registered",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    skipUnlessPairwise(stage, (await discover(stage)).server);
    const listed = [`${stage.receiver.origin}/somewhere-else`];
    await expectRefusedRegistration(stage, pairwise(stage, listed), ["invalid_client_metadata"]);
  },
};
