import { anilist } from "./anilist.ts";
import { apple } from "./apple.ts";
import { atlassian } from "./atlassian.ts";
import { bitbucket } from "./bitbucket.ts";
import { box } from "./box.ts";
import { discogs } from "./discogs.ts";
import { discord } from "./discord.ts";
import { dropbox } from "./dropbox.ts";
import { eventbrite } from "./eventbrite.ts";
import { facebook } from "./facebook.ts";
import { figma } from "./figma.ts";
import { flickr } from "./flickr.ts";
import { fortyTwo } from "./forty_two.ts";
import { github, githubEnterprise } from "./github.ts";
import { identityServers } from "./identity_servers.ts";
import { jira } from "./jira.ts";
import { kakao } from "./kakao.ts";
import { lichess } from "./lichess.ts";
import { line } from "./line.ts";
import { linear } from "./linear.ts";
import { mastodon } from "./mastodon.ts";
import { mattermost } from "./mattermost.ts";
import { microsoft } from "./microsoft.ts";
import { naver } from "./naver.ts";
import { nextcloud } from "./nextcloud.ts";
import { notion } from "./notion.ts";
import { oidcPresets } from "./oidc.ts";
import { osu } from "./osu.ts";
import { paypal, paypalSandbox } from "./paypal.ts";
import type { Quirk } from "../upstream_quirk.ts";
import type { UpstreamPreset } from "./preset.ts";
import { reddit } from "./reddit.ts";
import { spotify } from "./spotify.ts";
import { strava } from "./strava.ts";
import { tiktok } from "./tiktok.ts";
import { trello } from "./trello.ts";
import { vk } from "./vk.ts";
import { wechat } from "./wechat.ts";
import { wikimedia } from "./wikimedia.ts";
import { wordpress } from "./wordpress.ts";
import { x } from "./x.ts";
import { xOauth1 } from "./x_oauth1.ts";
import { yandex } from "./yandex.ts";
import { zoom } from "./zoom.ts";

const oauth2Presets: readonly UpstreamPreset[] = [
  anilist,
  atlassian,
  bitbucket,
  box,
  discord,
  dropbox,
  eventbrite,
  facebook,
  figma,
  fortyTwo,
  github,
  githubEnterprise,
  kakao,
  lichess,
  linear,
  mastodon,
  mattermost,
  naver,
  nextcloud,
  notion,
  osu,
  paypal,
  paypalSandbox,
  reddit,
  spotify,
  strava,
  tiktok,
  vk,
  wechat,
  wikimedia,
  wordpress,
  x,
  yandex,
  zoom,
];

const oauth1Presets: readonly UpstreamPreset[] = [discogs, flickr, jira, trello, xOauth1];

/** Every ready-made upstream, by what it is chosen by. */
export const upstreamPresets: ReadonlyMap<string, UpstreamPreset> = new Map(
  [...oidcPresets, ...identityServers, apple, line, microsoft, ...oauth2Presets, ...oauth1Presets]
    .toSorted((a, b) => a.id < b.id ? -1 : 1).map((preset) => [preset.id, preset]),
);

/** The points in which a ready-made upstream differs from others; none where it is none. */
export const presetQuirks = (preset: string): readonly Quirk[] => upstreamPresets.get(preset)?.quirks ?? [];
