import { isRegisteredRedirectUri } from "../../domain/redirect_uri.ts";
import { asked, type AuthorizationFacts, said } from "../authorize/authorization_facts.ts";
import type { Check } from "../check.ts";
import { hypotheticalClient } from "./hypothetical_client.ts";
import { nearest, sending, sendingOnce } from "../mend.ts";
import { authorizationParameters, repeatedParameters } from "../parameters.ts";

type Row = Check<AuthorizationFacts>;

const repeated = (facts: AuthorizationFacts) => repeatedParameters(facts.parameters, authorizationParameters);
const decisive = (facts: AuthorizationFacts) =>
  repeated(facts).filter((name) => name === "client_id" || name === "redirect_uri");

/** The client as it would be, were it known. */
const presumed = (facts: AuthorizationFacts) =>
  hypotheticalClient(asked(facts, "client_id"), {
    redirect_uris: [asked(facts, "redirect_uri") ?? "https://app.example/callback"],
  });

/** Whether the request is one of a client that is known here. */
export const clientIdChecks: readonly Row[] = [
  {
    id: "client_id.once",
    section: "RFC 6749 section 3.1",
    error: "invalid_request",
    description: "The parameters client_id and redirect_uri may occur once",
    expected: () => "client_id and redirect_uri at most once each",
    received: (facts) => `Repeated: ${repeated(facts).join(", ")}`,
    holds: (facts) => decisive(facts).length === 0,
    mend: (facts) => sendingOnce(facts, decisive(facts)),
  },
  {
    id: "client_id.present",
    section: "RFC 6749 section 4.1.1",
    error: "invalid_request",
    description: "The parameter client_id is missing",
    expected: () => "A client_id",
    received: () => "None",
    holds: (facts) => asked(facts, "client_id") !== undefined,
    mend: (facts) => sending(facts, "client_id", "the client's client_id"),
  },
  {
    id: "client_id.document",
    section: "OAuth Client ID Metadata Document section 4",
    error: "invalid_request",
    description: "The document at the client_id makes no client",
    expected: () => "A client_id that is the URL of a metadata document which follows the rules",
    received: (facts) => `${asked(facts, "client_id")}, which ${facts.document}`,
    holds: (facts) => facts.document === undefined,
    mend: (facts) => ({
      facts: { ...facts, document: undefined, client: facts.client ?? presumed(facts) },
      change: {
        where: "client",
        name: "client_id",
        says: `The document ${facts.document}. Mend it, or register the client and send its client_id`,
      },
    }),
  },
  {
    id: "client_id.known",
    section: "RFC 6749 section 4.1.2.1",
    error: "invalid_request",
    description: "The client_id is not known here",
    expected: () => "The client_id of a registered, enabled client",
    received: said("client_id"),
    holds: (facts) => facts.client !== undefined,
    mend: (facts) => {
      const client = presumed(facts), [redirect] = client.metadata.redirect_uris;
      const says =
        `Register the client (latchkey client create --redirect-uri ${redirect}), or enable it, and send its client_id`;
      return {
        facts: { ...facts, client },
        change: { where: "client", name: "client_id", says },
      };
    },
  },
];

/** Whether the answer may be sent where the request says. */
export const redirectUriChecks: readonly Row[] = [
  {
    id: "redirect_uri.present",
    section: "OpenID Connect Core section 3.1.2.1",
    error: "invalid_request",
    description: "The parameter redirect_uri is missing",
    expected: () => "A redirect_uri",
    received: () => "None",
    holds: (facts) => asked(facts, "redirect_uri") !== undefined,
    mend: (facts) => sending(facts, "redirect_uri", facts.client?.metadata.redirect_uris[0] ?? ""),
  },
  {
    id: "redirect_uri.registered",
    section: "RFC 9700 section 4.1.3",
    error: "invalid_request",
    description: "The redirect_uri is not registered for this client",
    expected: (facts) => `Exactly one of: ${facts.client?.metadata.redirect_uris.join(" ")}`,
    received: said("redirect_uri"),
    holds: (facts) =>
      isRegisteredRedirectUri(facts.client?.metadata.redirect_uris ?? [], asked(facts, "redirect_uri") ?? ""),
    mend: (facts) => {
      const sent = asked(facts, "redirect_uri") ?? "", { client } = facts;
      const due = nearest(sent, client?.metadata.redirect_uris ?? []);
      if (due !== undefined) return sending(facts, "redirect_uri", due);
      const metadata = { ...client!.metadata, redirect_uris: [sent] };
      const says = `Register it: latchkey client update ${client!.client_id} --redirect-uri ${sent}`;
      return {
        facts: { ...facts, client: { ...client!, metadata } },
        change: { where: "client", name: "redirect_uris", value: sent, says },
      };
    },
  },
];

/** Until these hold, nothing is known to belong to the client, so the person sees a page and is sent nowhere (RFC 6749 section 4.1.2.1). */
export const pageChecks: readonly Row[] = [...clientIdChecks, ...redirectUriChecks];
