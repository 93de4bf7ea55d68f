import type { Session } from "../session.ts";
import type { Stage } from "../stage.ts";
import { discover } from "./discover.ts";
import { obtainClient, type Part } from "./obtain_client.ts";
import type { ClientMetadata } from "./register.ts";

/** Where people come back to after signing out. */
export const postLogoutRedirectUri = ({ receiver }: Pick<Stage, "receiver">): string =>
  `${receiver.origin}/logged-out`;

/** What a client of these modules differs in. */
export interface LoggingOut {
  /** Which of the configured clients takes the part, where clients do not register themselves. */
  readonly part?: Part;
  /** What it registers beside a post_logout_redirect_uri, where they do. */
  readonly metadata?: ClientMetadata;
}

/** Looks at the issuer, gets a client to which people come back after signing out, and opens a browser. */
export async function beginLogout(
  stage: Stage,
  { part = "client", metadata = {} }: LoggingOut = {},
): Promise<Session> {
  const { server } = await discover(stage);
  const client = await obtainClient(stage, server, {
    part,
    differing: { metadata: { post_logout_redirect_uris: [postLogoutRedirectUri(stage)], ...metadata } },
  });
  return { stage, server, client, browser: stage.openBrowser() };
}
