import { dynamicOnly, type Module, type Stage } from "../stage.ts";
import { authorize } from "../steps/authorize.ts";
import { begin, beginWith } from "../steps/begin.ts";
import { expectErrorPage } from "../steps/expect_page.ts";
import { expectRefusedRegistration } from "../steps/expect_refused_registration.ts";
import { logIn } from "../steps/log_in.ts";

const callback = ({ receiver }: Stage, rest = "") => `${receiver.origin}/callback${rest}`;

/** A request whose redirect URI is not one of those that are registered. */
const refuses = (
  id: string,
  summary: string,
  uris: (stage: Stage) => { readonly registered: readonly string[]; readonly sent: string | undefined },
): Module => ({
  id,
  summary,
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const { registered, sent } = uris(stage);
    const session = await beginWith(stage, { metadata: { redirect_uris: registered } });
    expectErrorPage(session, await authorize(session, { parameters: { redirect_uri: sent } }));
  },
});

/** With several registered, the request says which. */
export const redirectUriInRequest: Module = refuses(
  "oidcc-ensure-redirect-uri-in-authorization-request",
  "A client of two redirect URIs has to send one",
  (stage) => ({ registered: [callback(stage), callback(stage, "/other")], sent: undefined }),
);

/** Another query is another URI. */
export const redirectUriQueryMismatch: Module = refuses(
  "oidcc-redirect-uri-query-mismatch",
  "A redirect_uri with another query than the registered one ends at an error page",
  (stage) => ({ registered: [callback(stage, "?foo=bar")], sent: callback(stage, "?foo=baz") }),
);

/** A query where none is registered makes another URI. */
export const redirectUriQueryAdded: Module = {
  id: "oidcc-redirect-uri-query-added",
  summary: "A redirect_uri with a query that is not registered ends at an error page",
  run: async (stage) => {
    const session = await begin(stage), redirect_uri = callback(stage, "?foo=bar");
    expectErrorPage(session, await authorize(session, { parameters: { redirect_uri } }));
  },
};

/** A registered query comes back. */
export const redirectUriQuery: Module = {
  id: "oidcc-redirect-uri-query-OK",
  summary: "The query of a registered redirect URI is kept",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    await logIn(await beginWith(stage, { metadata: { redirect_uris: [callback(stage, "?foo=bar")] } }));
  },
};

/** Fragments cannot be registered. */
export const redirectUriFragment: Module = {
  id: "oidcc-redirect-uri-regfrag",
  summary: "A redirect URI with a fragment is not registered",
  appliesTo: dynamicOnly,
  run: async (stage) => {
    const metadata = { redirect_uris: [callback(stage, "#foobar")] };
    await expectRefusedRegistration(stage, metadata, ["invalid_redirect_uri", "invalid_client_metadata"]);
  },
};
