import type { Oauth1Behaviour } from "../../support/oauth1_upstream.ts";

/** How ready-made upstreams behave that speak OAuth 1.0a, as their documentation says it. */
export interface Oauth1Fixture extends Required<Omit<Oauth1Behaviour, "declined">> {
  /** The address of its API, without the query. */
  readonly api: string;
  readonly answer: Readonly<Record<string, unknown>>;
  /** Where that is known of it. */
  readonly declined?: NonNullable<Oauth1Behaviour["declined"]>;
  /** Who that is, here. */
  readonly person: {
    readonly iss: string;
    readonly sub: string;
    readonly claims: Readonly<Record<string, string>>;
    /** The address that is believed where the upstream is trusted. */
    readonly email: string | null;
  };
}

/** Fixtures of the ready-made upstreams that speak OAuth 1.0a. */
export const oauth1Fixtures: Readonly<Record<string, Oauth1Fixture>> = {
  discogs: {
    signature_method: "HMAC-SHA1",
    authorize: {},
    api: "https://api.discogs.com/oauth/identity",
    query: {},
    answer: {
      id: 1578108,
      username: "ada",
      resource_url: "https://api.discogs.com/users/ada",
      consumer_name: "Latchkey",
    },
    person: { iss: "https://www.discogs.com", sub: "1578108", claims: { nickname: "ada" }, email: null },
  },
  flickr: {
    signature_method: "HMAC-SHA1",
    authorize: { perms: "read" },
    api: "https://api.flickr.com/services/rest/",
    query: { method: "flickr.test.login", format: "json", nojsoncallback: "1" },
    answer: {
      user: { id: "21207597@N07", username: { _content: "ada" }, path_alias: null },
      stat: "ok",
    },
    person: {
      iss: "https://www.flickr.com",
      sub: "21207597@N07",
      claims: { nickname: "ada" },
      email: null,
    },
  },
  jira: {
    signature_method: "RSA-SHA1",
    authorize: {},
    api: "https://jira.example.com/rest/api/2/myself",
    query: {},
    answer: {
      self: "https://jira.example.com/rest/api/2/user?username=ada",
      key: "JIRAUSER10100",
      name: "ada",
      emailAddress: "ada@people.example",
      displayName: "Ada Lovelace",
      active: true,
      timeZone: "Europe/London",
    },
    declined: (oauth_token) => ({ oauth_token, oauth_verifier: "denied" }),
    person: {
      iss: "https://jira.example.com",
      sub: "JIRAUSER10100",
      claims: { name: "Ada Lovelace", nickname: "ada" },
      email: null,
    },
  },
  trello: {
    signature_method: "HMAC-SHA1",
    authorize: { name: "Latchkey", scope: "read", expiration: "1hour" },
    api: "https://api.trello.com/1/members/me",
    query: {},
    answer: {
      id: "5abbe4b7ddc1b351ef961414",
      fullName: "Ada Lovelace",
      username: "ada",
      url: "https://trello.com/ada",
      email: null,
    },
    person: {
      iss: "https://trello.com",
      sub: "5abbe4b7ddc1b351ef961414",
      claims: { name: "Ada Lovelace", nickname: "ada", profile: "https://trello.com/ada" },
      email: null,
    },
  },
  "x-oauth1": {
    signature_method: "HMAC-SHA1",
    authorize: {},
    api: "https://api.x.com/1.1/account/verify_credentials.json",
    query: { include_email: "true" },
    answer: {
      id: 38895958,
      id_str: "38895958",
      name: "Ada Lovelace",
      screen_name: "ada",
      email: "ada@people.example",
      profile_image_url: "http://image.example/ada",
      profile_image_url_https: "https://image.example/ada",
      // A badge, and nothing of the address.
      verified: false,
    },
    declined: (denied) => ({ denied }),
    person: {
      iss: "https://api.x.com",
      sub: "38895958",
      claims: { name: "Ada Lovelace", nickname: "ada", picture: "https://image.example/ada" },
      email: "ada@people.example",
    },
  },
};
