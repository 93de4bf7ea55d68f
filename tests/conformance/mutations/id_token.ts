import { claimsOf } from "../proxy/keys.ts";
import { idToken, tokens } from "../proxy/alter.ts";
import { frontIdToken } from "../proxy/landing.ts";
import { dynamically, idTokenAlone, inModule, type Mutation, signIn } from "./mutation.ts";

const year = 366 * 24 * 3600;

export const mutations: readonly Mutation[] = [
  ...inModule(signIn, [
    {
      id: "an ID token that is no JWT",
      fails: ["id_token.jwt", "id_token.alg"],
      alter: tokens(() => ({ id_token: "not-a-token" })),
    },
    {
      id: "an ID token that is signed with an unpublished key",
      fails: ["id_token.signature"],
      alter: idToken(() => ({}), undefined, { key: ({ keys }) => keys.unpublished }),
    },
    {
      id: "an ID token that is signed with another key than it names",
      fails: ["id_token.signature"],
      alter: idToken(() => ({}), undefined, {
        key: ({ keys }) => keys.unpublished,
        header: { kid: "proxy-rsa" },
      }),
    },
    {
      id: "an ID token whose claims were changed after it was signed",
      fails: ["id_token.signature"],
      alter: tokens(({ id_token }) => {
        const [header, , signature] = String(id_token).split(".");
        const claims = JSON.stringify({ ...claimsOf(String(id_token)), acr: "0" });
        const changed = new TextEncoder().encode(claims).toBase64({
          alphabet: "base64url",
          omitPadding: true,
        });
        return { id_token: `${header}.${changed}.${signature}` };
      }),
    },
    {
      id: "an ID token without signature",
      fails: ["id_token.signature", "id_token.alg"],
      alter: tokens(({ id_token }) => {
        const [, claims] = String(id_token).split(".");
        const header = new TextEncoder().encode('{"alg":"none"}').toBase64({ alphabet: "base64url" });
        return { id_token: `${header}.${claims}.` };
      }),
    },
    {
      id: "an ID token of another algorithm than the client's",
      fails: ["id_token.alg"],
      alter: idToken(() => ({}), undefined, { key: ({ keys }) => keys.ec }),
    },
    {
      id: "an ID token of another issuer",
      fails: ["id_token.iss"],
      alter: idToken(() => ({ iss: "https://attacker.example" })),
    },
    {
      id: "a sub of 256 characters",
      fails: ["id_token.sub"],
      alter: idToken(() => ({ sub: "a".repeat(256) })),
    },
    {
      id: "an ID token for another client",
      fails: ["id_token.aud"],
      alter: idToken(() => ({ aud: "another-client" })),
    },
    {
      id: "the azp of another client",
      fails: ["id_token.azp"],
      alter: idToken(() => ({ azp: "another-client" })),
    },
    {
      id: "an ID token that has expired",
      fails: ["id_token.exp"],
      alter: idToken(({ iat }) => ({ exp: Number(iat) - 1 })),
    },
    {
      id: "an exp in milliseconds",
      fails: ["id_token.exp"],
      alter: idToken(({ exp }) => ({ exp: Number(exp) * 1000 })),
    },
    {
      id: "an ID token of ten minutes ago",
      fails: ["id_token.iat"],
      alter: idToken(({ iat }) => ({ iat: Number(iat) - 600 })),
    },
    {
      id: "an ID token of the future",
      fails: ["id_token.iat"],
      alter: idToken(({ iat }) => ({ iat: Number(iat) + 600 })),
    },
    {
      id: "another nonce",
      fails: ["id_token.nonce"],
      alter: idToken(() => ({ nonce: "of-another-request" })),
    },
    { id: "no nonce", fails: ["id_token.nonce"], alter: idToken(() => ({ nonce: undefined })) },
    {
      id: "an auth_time of two years ago",
      fails: ["id_token.auth_time"],
      alter: idToken(({ iat }) => ({ auth_time: Number(iat) - 2 * year })),
    },
    { id: "an empty acr", fails: ["id_token.acr"], alter: idToken(() => ({ acr: "" })) },
    { id: "an amr that is no list", fails: ["id_token.amr"], alter: idToken(() => ({ amr: "pwd" })) },
    {
      id: "email_verified as a text in the ID token",
      fails: ["id_token.claim_types", "id_token.unasked_claims"],
      alter: idToken(() => ({ email_verified: "true" })),
    },
    {
      id: "an empty name in the ID token",
      fails: ["id_token.empty_claims", "id_token.unasked_claims"],
      alter: idToken(() => ({ name: "" })),
    },
    {
      id: "a name in the ID token that nobody asked for",
      fails: ["id_token.unasked_claims"],
      alter: idToken(() => ({ name: "Ada" })),
    },
  ]),
  ...inModule("oidcc-scope-email", [{
    id: "no email in the ID token that is all that comes",
    fails: ["id_token.asked_claims"],
    alter: frontIdToken(() => ({ email: undefined })),
  }], idTokenAlone),
  ...inModule("oidcc-idtoken-signature", [{
    id: "an ID token whose header names no key",
    fails: ["id_token.kid"],
    alter: idToken(() => ({}), undefined, { header: { kid: undefined } }),
  }], dynamically),
];
