import type { UpstreamPreset } from "./preset.ts";

const host = "https://login.microsoftonline.com";

/**
 * The world's cloud, the one of the US government and the one in China: each has tenants of its own.
 *
 * @see {@link https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud}
 */
const clouds = [host, "https://login.microsoftonline.us", "https://login.partner.microsoftonline.cn"];

/** Accounts at home are one tenant, whose id Microsoft has written down. */
const atHome = "9188040d-6c67-4c5b-b112-36a304b66dad";
const guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ofCloud = clouds.map(RegExp.escape).join("|");

/** Microsoft Entra ID: one tenant by its id, an external tenant, or everybody, or whoever has an account at work or at home. */
export const microsoft: UpstreamPreset = {
  id: "microsoft",
  name: "Microsoft",
  kind: "oidc",
  documentation: "https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc",
  issuer: {
    example: `${host}/common/v2.0`,
    form: {
      pattern: new RegExp(
        `^(?:${ofCloud})/(?:common|organizations|${guid})/v2\\.0$|^${
          RegExp.escape(host)
        }/consumers/v2\\.0$|^https://(${guid})\\.ciamlogin\\.com/\\1/v2\\.0$`,
      ),
      words:
        `${host}/ID/v2.0, where ID is a tenant's id, common, organizations or consumers; the same at a national cloud's host, but for consumers; or https://ID.ciamlogin.com/ID/v2.0`,
    },
  },
  scopes: ["openid", "profile", "email"],
  token_endpoint_auth_method: "client_secret_post",
  quirks: [
    {
      name: "stated_issuers",
      issuers: {
        ...Object.fromEntries(
          clouds.flatMap((cloud) =>
            ["common", "organizations"].map((any) => [`${cloud}/${any}/v2.0`, `${cloud}/{tenantid}/v2.0`])
          ),
        ),
        [`${host}/consumers/v2.0`]: `${host}/${atHome}/v2.0`,
      },
      except: { [`${host}/organizations/v2.0`]: [atHome] },
    },
    // Its picture is an address that opens with a token of Microsoft's alone.
    { name: "without_userinfo" },
    { name: "email_verified_by", claim: "xms_edov", values: [true] },
    { name: "offline_scope", scope: "offline_access" },
  ],
};
