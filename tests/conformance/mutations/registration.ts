import { header, members, status } from "../proxy/alter.ts";
import { dynamically, inModule, type Mutation, signedOut } from "./mutation.ts";

const place = "registration_endpoint";

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-prompt-none-not-logged-in", [
    { id: "a registration with status 200", fails: ["registration.status"], alter: status(place, 200) },
    {
      id: "no client_id",
      fails: ["registration.client_id"],
      alter: members(place, () => ({ client_id: undefined })),
    },
    {
      id: "a registration as a page",
      fails: ["registration.media_type"],
      alter: header(place, "content-type", "text/html"),
    },
    {
      id: "a secret without its expiry",
      fails: ["registration.secret_expiry"],
      alter: members(place, () => ({ client_secret_expires_at: undefined })),
    },
    {
      id: "a registration_client_uri without its token",
      fails: ["registration.management"],
      alter: members(place, () => ({ registration_access_token: undefined })),
    },
    {
      id: "one more redirect URI than was registered",
      fails: ["registration.redirect_uris"],
      alter: members(place, ({ redirect_uris }) => ({
        redirect_uris: [...redirect_uris as string[], "https://attacker.example/callback"],
      })),
    },
    {
      id: "a registered member that is left out",
      fails: ["registration.echo"],
      alter: members(place, () => ({ contacts: undefined })),
    },
    {
      id: "a client that cannot be deleted",
      fails: ["registration.deleted"],
      alter: status("page", 404, ({ request }) => request.method === "DELETE"),
    },
  ], { ...dynamically, ...signedOut }),
  ...inModule("oidcc-redirect-uri-regfrag", [
    {
      id: "a refused registration with status 403",
      fails: ["registration_error.status"],
      alter: status(place, 403),
    },
    {
      id: "a refused registration as a page",
      fails: ["registration_error.json"],
      alter: header(place, "content-type", "text/html"),
    },
    {
      id: "a registration that is refused for something else",
      fails: ["registration_error.code"],
      alter: members(place, () => ({ error: "invalid_software_statement" })),
    },
  ]),
  ...inModule("oidcc-3rd_party-init-login", [
    {
      id: "a member that is registered as something else",
      fails: ["registration.echoed_member"],
      alter: members(place, () => ({ initiate_login_uri: "https://attacker.example/login" })),
    },
    {
      id: "a member that is forgotten after the registration",
      fails: ["registration.read_back"],
      alter: members(
        "page",
        () => ({ initiate_login_uri: undefined }),
        ({ request }) => request.method === "GET",
      ),
    },
  ]),
];
