import { anilist } from "./anilist.ts";
import { apple } from "./apple.ts";
import { atlassian } from "./atlassian.ts";
import { bitbucket } from "./bitbucket.ts";
import { box } from "./box.ts";
import { discord } from "./discord.ts";
import { dropbox } from "./dropbox.ts";
import { eventbrite } from "./eventbrite.ts";
import { facebook } from "./facebook.ts";
import { figma } from "./figma.ts";
import type { PresetFixture } from "./fixture.ts";
import { fortyTwo } from "./forty_two.ts";
import { github, githubEnterprise } from "./github.ts";
import { kakao } from "./kakao.ts";
import { lichess } from "./lichess.ts";
import { linear } from "./linear.ts";
import { linkedin } from "./linkedin.ts";
import { mastodon } from "./mastodon.ts";
import { mattermost } from "./mattermost.ts";
import { microsoft } from "./microsoft.ts";
import { naver } from "./naver.ts";
import { nextcloud } from "./nextcloud.ts";
import { notion } from "./notion.ts";
import { oidcFixtures } from "./oidc.ts";
import { osu } from "./osu.ts";
import { paypal, paypalSandbox } from "./paypal.ts";
import { reddit } from "./reddit.ts";
import { slack } from "./slack.ts";
import { spotify } from "./spotify.ts";
import { strava } from "./strava.ts";
import { tiktok } from "./tiktok.ts";
import { vk } from "./vk.ts";
import { wechat } from "./wechat.ts";
import { wikimedia } from "./wikimedia.ts";
import { wordpress } from "./wordpress.ts";
import { x } from "./x.ts";
import { yandex } from "./yandex.ts";
import { zoom } from "./zoom.ts";

/** How every ready-made upstream behaves, by what it is chosen by. */
export const fixtures: Readonly<Record<string, PresetFixture>> = {
  ...oidcFixtures,
  eventbrite,
  wikimedia,
  anilist,
  apple,
  box,
  "42-school": fortyTwo,
  lichess,
  mattermost,
  microsoft,
  osu,
  wordpress,
  atlassian,
  bitbucket,
  discord,
  dropbox,
  facebook,
  figma,
  github,
  "github-enterprise": githubEnterprise,
  kakao,
  linear,
  linkedin,
  mastodon,
  naver,
  nextcloud,
  notion,
  paypal,
  "paypal-sandbox": paypalSandbox,
  reddit,
  slack,
  spotify,
  strava,
  tiktok,
  vk,
  wechat,
  x,
  yandex,
  zoom,
};
