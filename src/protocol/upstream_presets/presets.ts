import { bitbucket } from "./bitbucket.ts";
import { discord } from "./discord.ts";
import { dropbox } from "./dropbox.ts";
import { facebook } from "./facebook.ts";
import { github, githubEnterprise } from "./github.ts";
import { identityServers } from "./identity_servers.ts";
import { kakao } from "./kakao.ts";
import { notion } from "./notion.ts";
import { oidcPresets } from "./oidc.ts";
import type { UpstreamPreset } from "./preset.ts";
import { spotify } from "./spotify.ts";
import { tiktok } from "./tiktok.ts";
import { x } from "./x.ts";

const oauth2Presets = [
  bitbucket,
  discord,
  dropbox,
  facebook,
  github,
  githubEnterprise,
  kakao,
  notion,
  spotify,
  tiktok,
  x,
];

/** Every ready-made upstream, by what it is chosen by. */
export const upstreamPresets: ReadonlyMap<string, UpstreamPreset> = new Map(
  [...oidcPresets, ...identityServers, ...oauth2Presets].toSorted((a, b) => a.id < b.id ? -1 : 1).map((
    preset,
  ) => [preset.id, preset]),
);
