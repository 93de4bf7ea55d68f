import { bitbucket } from "./bitbucket.ts";
import { discord } from "./discord.ts";
import { dropbox } from "./dropbox.ts";
import { facebook } from "./facebook.ts";
import type { PresetFixture } from "./fixture.ts";
import { github, githubEnterprise } from "./github.ts";
import { kakao } from "./kakao.ts";
import { notion } from "./notion.ts";
import { oidcFixtures } from "./oidc.ts";
import { spotify } from "./spotify.ts";
import { tiktok } from "./tiktok.ts";
import { x } from "./x.ts";

/** How every ready-made upstream behaves, by what it is chosen by. */
export const fixtures: Readonly<Record<string, PresetFixture>> = {
  ...oidcFixtures,
  bitbucket,
  discord,
  dropbox,
  facebook,
  github,
  "github-enterprise": githubEnterprise,
  kakao,
  notion,
  spotify,
  tiktok,
  x,
};
