import { sendsAssertion, type UpstreamKind } from "../../domain/upstream.ts";
import { signatureMethodFault, signingSecretFault } from "./oauth1_rules.ts";
import { presetQuirks, upstreamPresets } from "./presets/presets.ts";
import { quirkOf } from "./upstream_quirk.ts";
import type { JudgedUpstream, UpstreamRule } from "./upstream_rules.ts";

/** The kind of an upstream, be it said or the preset's. */
export const kindOf = ({ preset, kind = "oidc" }: Pick<JudgedUpstream, "preset" | "kind">): UpstreamKind =>
  upstreamPresets.get(preset)?.kind ?? kind;

/** Whether it is ready-made and gives nobody a secret. */
const givesNoSecret = ({ preset }: JudgedUpstream) =>
  upstreamPresets.get(preset)?.token_endpoint_auth_method === "none";

const signsSecret = (upstream: JudgedUpstream) =>
  quirkOf(presetQuirks(upstream.preset), "client_secret_by_key") !== undefined;

const signsIdToken = (upstream: JudgedUpstream) =>
  quirkOf(presetQuirks(upstream.preset), "id_token_by_secret") !== undefined;

/** What is wrong with what stands beside a private key: it is needed with one, and nowhere else. */
const keyNameRule = (name: "key_id" | "team_id"): UpstreamRule => ({
  pointer: `/${name}`,
  fault: (upstream) => {
    if (signsSecret(upstream) === (upstream[name] !== null)) return undefined;
    return signsSecret(upstream)
      ? `is needed with the preset ${upstream.preset}`
      : "must be left out: there is no private_key with this upstream";
  },
});

/** The rules about how we prove to an upstream who we are, in the order of the members. */
export const upstreamAuthenticationRules: readonly UpstreamRule[] = [
  {
    pointer: "/client_secret",
    fault: (upstream) => {
      const { token_endpoint_auth_method: method, has_secret, given, preset } = upstream;
      if (signsSecret(upstream)) {
        return given.client_secret ? "must be left out: it is made with private_key" : undefined;
      }
      if (!has_secret && signsIdToken(upstream)) return `is needed with the preset ${preset}`;
      if (upstream.signature_method !== null) return signingSecretFault(upstream);
      if (method === "none" && has_secret && givesNoSecret(upstream)) {
        return `must be left out: with the preset ${preset} there is none`;
      }
      return method !== "none" && method !== "private_key_jwt" && !has_secret
        ? `is needed where token_endpoint_auth_method is ${method}`
        : undefined;
    },
  },
  {
    pointer: "/private_key",
    fault: (upstream) => {
      const { given: { private_key }, has_secret, preset } = upstream;
      if (!signsSecret(upstream)) {
        return private_key === undefined ? undefined : "must be left out: this upstream gave us none";
      }
      if (private_key === "unreadable") return "must be a private key of P-256, as PEM (PKCS #8) or as JWK";
      return has_secret ? undefined : `is needed with the preset ${preset}`;
    },
  },
  keyNameRule("key_id"),
  keyNameRule("team_id"),
  {
    pointer: "/token_endpoint_auth_method",
    fault: (upstream) => {
      const { token_endpoint_auth_method: method, has_secret, preset } = upstream, kind = kindOf(upstream);
      if (kind === "oauth1") {
        return method === "none" ? undefined : `must be none where kind is ${kind}: requests are signed`;
      }
      if (signsSecret(upstream) && method !== "client_secret_post") {
        return `must be client_secret_post with the preset ${preset}`;
      }
      if (method === "none" && has_secret && !givesNoSecret(upstream)) {
        return "must not be none where there is a client_secret";
      }
      return method === "private_key_jwt" && has_secret && !signsIdToken(upstream)
        ? "must not be private_key_jwt where there is a client_secret, which nothing uses then"
        : undefined;
    },
  },
  {
    pointer: "/signature_method",
    fault: (upstream) => signatureMethodFault({ ...upstream, kind: kindOf(upstream) }),
  },
  {
    pointer: "/token_endpoint_auth_signing_alg",
    fault: ({ token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg }) =>
      alg !== null && method !== "private_key_jwt"
        ? "must be left out where token_endpoint_auth_method is not private_key_jwt"
        : undefined,
  },
  {
    pointer: "/client_assertion_audience",
    fault: ({ token_endpoint_auth_method: method, client_assertion_audience: audience }) =>
      audience !== null && !sendsAssertion(method)
        ? "must be left out where token_endpoint_auth_method is neither private_key_jwt nor client_secret_jwt"
        : undefined,
  },
  {
    pointer: "/id_token_encrypted_response_alg",
    fault: (upstream) =>
      upstream.id_token_encrypted_response_alg !== null && kindOf(upstream) !== "oidc"
        ? "must be left out: this upstream sends no ID tokens"
        : undefined,
  },
];
