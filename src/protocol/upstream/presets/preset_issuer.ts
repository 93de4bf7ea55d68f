import type { Quirk, UpstreamEndpoints } from "../upstream_quirk.ts";
import type { GivenIssuer, UpstreamPreset } from "./preset.ts";

/** The issuer that the operator of a ready-made upstream has to give. @returns undefined where it is the same for everybody. */
export const givenIssuer = ({ issuer }: UpstreamPreset): GivenIssuer | undefined =>
  typeof issuer === "string" ? undefined : issuer;

const placed = (address: string, issuer: string) =>
  address.replace("{issuer}", () => issuer.replace(/\/$/, ""));

/** The endpoints of a ready-made upstream, at one issuer. */
export const endpointsAt = (
  { authorization_endpoint, token_endpoint, userinfo_endpoint, temporary_credential_endpoint }:
    UpstreamEndpoints,
  issuer: string,
): UpstreamEndpoints => ({
  authorization_endpoint: placed(authorization_endpoint, issuer),
  token_endpoint: placed(token_endpoint, issuer),
  userinfo_endpoint: placed(userinfo_endpoint, issuer),
  ...(temporary_credential_endpoint === undefined
    ? {}
    : { temporary_credential_endpoint: placed(temporary_credential_endpoint, issuer) }),
});

/** The quirks of a ready-made upstream, at one issuer. */
export const quirksAt = (quirks: readonly Quirk[], issuer: string): readonly Quirk[] =>
  quirks.map((quirk) => "endpoint" in quirk ? { ...quirk, endpoint: placed(quirk.endpoint, issuer) } : quirk);
