import type { UpstreamPreset } from "./preset.ts";

const host = "https://login.microsoftonline.com";
const ofAnyTenant = `${host}/{tenantid}/v2.0`;
const guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

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
        `^${
          RegExp.escape(host)
        }/(?:common|organizations|consumers|${guid})/v2\\.0$|^https://(${guid})\\.ciamlogin\\.com/\\1/v2\\.0$`,
      ),
      words:
        `${host}/ID/v2.0 or https://ID.ciamlogin.com/ID/v2.0, where ID is a tenant's id, or for the former common, organizations or consumers`,
    },
  },
  scopes: ["openid", "profile", "email"],
  token_endpoint_auth_method: "client_secret_post",
  quirks: [
    {
      name: "stated_issuers",
      issuers: {
        [`${host}/common/v2.0`]: ofAnyTenant,
        [`${host}/organizations/v2.0`]: ofAnyTenant,
        // Accounts at home are one tenant, whose id Microsoft has written down.
        [`${host}/consumers/v2.0`]: `${host}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`,
      },
    },
    // Its picture is an address that opens with a token of Microsoft's alone.
    { name: "without_userinfo" },
    { name: "email_verified_by", claim: "xms_edov", values: [true] },
  ],
};
