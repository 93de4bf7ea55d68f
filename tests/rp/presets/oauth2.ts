import type { PresetFixture } from "./fixture.ts";

const bearer = { access_token: "an-access-token", token_type: "bearer", expires_in: 3600 };

/** Fixtures of the ready-made upstreams that speak OAuth 2. */
export const oauth2Fixtures: Readonly<Record<string, PresetFixture>> = {
  bitbucket: {
    authorize: { scope: "account email" },
    token: { by: "basic", as: "form" },
    tokens: bearer,
    api: {
      "https://api.bitbucket.org/2.0/user": {
        method: "GET",
        answer: {
          type: "user",
          uuid: "{504c3b62-8120-4f0c-a7bc-87800b9d6f70}",
          account_id: "557058:ba8948b2-49da-43a9-9e8b-e7249b8e324c",
          username: "ada",
          display_name: "Ada Lovelace",
          links: { avatar: { href: "https://avatar.example/ada" } },
        },
      },
      "https://api.bitbucket.org/2.0/user/emails": {
        method: "GET",
        answer: {
          values: [
            { type: "email", email: "old@people.example", is_primary: false, is_confirmed: true },
            { type: "email", email: "ada@people.example", is_primary: true, is_confirmed: true },
          ],
        },
      },
    },
    person: {
      sub: "{504c3b62-8120-4f0c-a7bc-87800b9d6f70}",
      claims: { name: "Ada Lovelace", picture: "https://avatar.example/ada" },
      email: "ada@people.example",
    },
  },
  discord: {
    authorize: { scope: "identify email" },
    token: { by: "basic", as: "form" },
    tokens: { ...bearer, token_type: "Bearer" },
    api: {
      "https://discord.com/api/users/@me": {
        method: "GET",
        answer: {
          id: "80351110224678912",
          username: "ada",
          global_name: "Ada Lovelace",
          discriminator: "0",
          avatar: "8342729096ea3675442027381ff50dfe",
          verified: true,
          email: "ada@people.example",
        },
      },
    },
    person: {
      sub: "80351110224678912",
      claims: { name: "Ada Lovelace", nickname: "ada" },
      email: "ada@people.example",
    },
  },
  dropbox: {
    authorize: { scope: "account_info.read" },
    token: { by: "basic", as: "form" },
    tokens: bearer,
    api: {
      "https://api.dropboxapi.com/2/users/get_current_account": {
        method: "POST",
        answer: {
          account_id: "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
          name: {
            given_name: "Ada",
            surname: "Lovelace",
            familiar_name: "Ada",
            display_name: "Ada Lovelace",
            abbreviated_name: "AL",
          },
          email: "ada@people.example",
          email_verified: true,
          profile_photo_url: "https://photo.example/ada",
        },
      },
    },
    person: {
      sub: "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
      claims: {
        name: "Ada Lovelace",
        given_name: "Ada",
        family_name: "Lovelace",
        picture: "https://photo.example/ada",
      },
      email: "ada@people.example",
    },
  },
  facebook: {
    authorize: { scope: "public_profile email" },
    token: { by: "post", as: "form", client_id: "client_id" },
    tokens: bearer,
    api: {
      "https://graph.facebook.com/v24.0/me": {
        method: "GET",
        answer: {
          id: "10157000000000000",
          name: "Ada Lovelace",
          email: "ada@people.example",
          picture: {
            data: { height: 50, is_silhouette: false, url: "https://picture.example/ada", width: 50 },
          },
        },
      },
    },
    person: {
      sub: "10157000000000000",
      claims: { name: "Ada Lovelace", picture: "https://picture.example/ada" },
      email: null,
    },
  },
  github: {
    authorize: { scope: "read:user user:email" },
    token: { by: "post", as: "form", client_id: "client_id" },
    tokens: {
      access_token: "gho_16C7e42F292c6912E7710c838347Ae178B4a",
      scope: "read:user,user:email",
      token_type: "bearer",
    },
    api: {
      "https://api.github.com/user": {
        method: "GET",
        answer: {
          login: "ada",
          id: 1815,
          avatar_url: "https://avatars.example/u/1815",
          html_url: "https://github.com/ada",
          name: "Ada Lovelace",
          // What people choose to show, whether it was verified or not.
          email: "shown@people.example",
        },
      },
      "https://api.github.com/user/emails": {
        method: "GET",
        answer: [
          { email: "1815+ada@users.noreply.github.com", verified: true, primary: false, visibility: null },
          { email: "ada@people.example", verified: true, primary: true, visibility: "private" },
        ],
      },
    },
    person: {
      sub: "1815",
      claims: {
        name: "Ada Lovelace",
        nickname: "ada",
        profile: "https://github.com/ada",
        picture: "https://avatars.example/u/1815",
      },
      email: "ada@people.example",
    },
  },
  kakao: {
    authorize: { scope: "profile_nickname,profile_image,account_email" },
    token: { by: "post", as: "form", client_id: "client_id" },
    tokens: bearer,
    api: {
      "https://kapi.kakao.com/v2/user/me": {
        method: "GET",
        answer: {
          id: 123456789,
          kakao_account: {
            profile: { nickname: "Ada", profile_image_url: "https://image.example/ada" },
            is_email_valid: true,
            is_email_verified: true,
            email: "ada@people.example",
          },
        },
      },
    },
    person: {
      sub: "123456789",
      claims: { nickname: "Ada", picture: "https://image.example/ada" },
      email: "ada@people.example",
    },
  },
  notion: {
    authorize: { owner: "user" },
    token: { by: "basic", as: "json" },
    tokens: { ...bearer, bot_id: "b3414d65-1224-5ty5-6ffr-cc9d8773drt6" },
    api: {
      "https://api.notion.com/v1/users/me": {
        method: "GET",
        headers: { "notion-version": "2022-06-28" },
        answer: {
          object: "user",
          id: "16d84278-ab0e-484c-9bdd-b35da3bd8905",
          name: "pied piper",
          type: "bot",
          bot: {
            owner: {
              type: "user",
              user: {
                object: "user",
                id: "5389a034-eb5c-47b5-8a9e-f79c99ef166c",
                name: "Ada Lovelace",
                avatar_url: "https://avatar.example/ada",
                type: "person",
                person: { email: "ada@people.example" },
              },
            },
          },
        },
      },
    },
    person: {
      sub: "5389a034-eb5c-47b5-8a9e-f79c99ef166c",
      claims: { name: "Ada Lovelace", picture: "https://avatar.example/ada" },
      email: null,
    },
  },
  spotify: {
    authorize: { scope: "user-read-email user-read-private" },
    token: { by: "basic", as: "form" },
    tokens: { ...bearer, token_type: "Bearer" },
    api: {
      "https://api.spotify.com/v1/me": {
        method: "GET",
        answer: {
          id: "ada1815",
          display_name: "Ada Lovelace",
          email: "ada@people.example",
          external_urls: { spotify: "https://open.spotify.com/user/ada1815" },
          type: "user",
        },
      },
    },
    person: {
      sub: "ada1815",
      claims: { name: "Ada Lovelace", profile: "https://open.spotify.com/user/ada1815" },
      email: null,
    },
  },
  tiktok: {
    authorize: { client_key: "our-id-there", scope: "user.info.basic,user.info.profile" },
    token: { by: "post", as: "form", client_id: "client_key" },
    tokens: { ...bearer, token_type: "Bearer", open_id: "afd97af1-b87b-48b9-ac98-410aghda5344" },
    api: {
      "https://open.tiktokapis.com/v2/user/info/": {
        method: "GET",
        answer: {
          data: {
            user: {
              open_id: "afd97af1-b87b-48b9-ac98-410aghda5344",
              display_name: "Ada",
              avatar_url: "https://avatar.example/ada",
            },
          },
          error: { code: "ok", message: "" },
        },
      },
    },
    person: {
      sub: "afd97af1-b87b-48b9-ac98-410aghda5344",
      claims: { name: "Ada", picture: "https://avatar.example/ada" },
      email: null,
    },
  },
  x: {
    authorize: { scope: "tweet.read users.read", code_challenge_method: "S256" },
    token: { by: "basic", as: "form" },
    tokens: bearer,
    api: {
      "https://api.x.com/2/users/me": {
        method: "GET",
        answer: {
          data: {
            id: "2244994945",
            name: "Ada Lovelace",
            username: "ada",
            profile_image_url: "https://image.example/ada",
          },
        },
      },
    },
    person: {
      sub: "2244994945",
      claims: { name: "Ada Lovelace", nickname: "ada", picture: "https://image.example/ada" },
      email: null,
    },
  },
};
