import { at } from "../proxy/alter.ts";
import { claimsOf, type Part, type ProxyKey, type ProxyKeys, signWith } from "../proxy/keys.ts";
import { inModule, type Mutation } from "./mutation.ts";

/** Other claims in a signed answer, signed by one of the proxy's keys. */
const signed = (differing: Part, key: (keys: ProxyKeys) => ProxyKey = ({ rsa }) => rsa) =>
  at("userinfo_endpoint", async (response, { keys }) => ({
    ...response,
    body: await signWith(key(keys), { ...claimsOf(response.body), ...differing }),
  }));

export const mutations: readonly Mutation[] = inModule("oidcc-userinfo-rs256", [
  {
    id: "userinfo of another algorithm than the client's",
    fails: ["userinfo_jwt.alg"],
    alter: signed({}, ({ ec }) => ec),
  },
  {
    id: "userinfo that is signed with an unpublished key",
    fails: ["userinfo_jwt.signature"],
    alter: signed({}, ({ unpublished }) => unpublished),
  },
  {
    id: "userinfo of another issuer",
    fails: ["userinfo_jwt.iss_aud"],
    alter: signed({ iss: "https://attacker.example" }),
  },
  {
    id: "userinfo for another client",
    fails: ["userinfo_jwt.iss_aud"],
    alter: signed({ aud: "another-client" }),
  },
  { id: "a nonce in userinfo", fails: ["userinfo_jwt.nonce"], alter: signed({ nonce: "of-the-id-token" }) },
]);
