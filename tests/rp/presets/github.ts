import type { PresetFixture } from "./fixture.ts";

// Whoever does not say who they are is refused, and nothing but a call of its own tells addresses, to those who asked for them.
const user = { method: "GET", headers: { "user-agent": "Latchkey" } } as const;
const emails = { ...user, scope: "user:email" } as const;

/** As its documentation shows it. */
export const github: PresetFixture = {
  authorize: { scope: "read:user user:email" },
  token: { by: "post", as: "form", client_id: "client_id", else_form: true },
  tokens: {
    access_token: "gho_16C7e42F292c6912E7710c838347Ae178B4a",
    scope: "read:user,user:email",
    token_type: "bearer",
  },
  api: {
    "https://api.github.com/user": {
      ...user,
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
      ...emails,
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
};

const base = "https://github.example.com/api/v3",
  profile = {
    login: "ada",
    id: 7,
    avatar_url: `https://github.example.com/avatars/u/7`,
    html_url: "https://github.example.com/ada",
    name: "Ada Lovelace",
    email: null,
  };

/** The same on a server of one's own: its API stands below its pages. */
export const githubEnterprise: PresetFixture = {
  ...github,
  api: {
    [`${base}/user`]: { ...user, answer: profile },
    [`${base}/user/emails`]: {
      ...emails,
      answer: [{ email: "ada@people.example", verified: true, primary: true, visibility: null }],
    },
  },
  person: {
    sub: "7",
    claims: {
      name: "Ada Lovelace",
      nickname: "ada",
      profile: "https://github.example.com/ada",
      picture: "https://github.example.com/avatars/u/7",
    },
    email: "ada@people.example",
  },
};
