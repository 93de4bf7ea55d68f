import type { Client } from "../../domain/client_metadata.ts";
import type { Check } from "../check.ts";
import { nearest, sending } from "../mend.ts";
import { onceCheck } from "../once_check.ts";
import { endSessionParameters, parameter, type Parameters } from "../parameters.ts";

/** What an ID token that came as a hint says; `op` verified it. */
export type LogoutHint =
  | { readonly valid: true; readonly client_id: string; readonly sid: string | undefined }
  | { readonly valid: false; readonly why: string };

/** Everything that the checks of a logout request look at. */
export interface EndSessionFacts {
  readonly parameters: Parameters;
  /** Absent where no hint was sent. */
  readonly hint: LogoutHint | undefined;
  /** The active client that the hint was issued to, else the one that client_id names. */
  readonly client: Client | undefined;
}

type Row = Check<EndSessionFacts>;

const uri = ({ parameters }: EndSessionFacts) => parameter(parameters, "post_logout_redirect_uri");
const named = ({ parameters }: EndSessionFacts) => parameter(parameters, "client_id");
const issuedTo = ({ hint }: EndSessionFacts) => hint?.valid ? hint.client_id : undefined;
const registered = ({ client }: EndSessionFacts) => client?.metadata.post_logout_redirect_uris ?? [];

/**
 * What has to hold so that an app's request alone may lead the person back to it. Where it does not, nobody is sent
 * anywhere, and the person decides whether to sign out.
 *
 * @see OpenID Connect RP-Initiated Logout section 2 and 3
 */
export const endSessionChecks: readonly Row[] = [
  onceCheck("RFC 6749 section 3.1", endSessionParameters),
  {
    id: "id_token_hint.valid",
    section: "OpenID Connect RP-Initiated Logout section 2",
    error: "invalid_request",
    description: "The id_token_hint is not an ID token of this issuer",
    expected: () => "An ID token that this issuer signed, expired or not",
    received: ({ hint }) => hint?.valid === false ? hint.why : "none",
    holds: ({ hint }) => hint?.valid !== false,
    mend: (facts) => {
      const { facts: mended } = sending(facts, "id_token_hint", null);
      const says = "Send the ID token of this sign-in, as it came";
      return {
        facts: { ...mended, hint: undefined },
        change: { where: "request", name: "id_token_hint", value: null, says },
      };
    },
  },
  {
    id: "client_id.of_hint",
    section: "OpenID Connect RP-Initiated Logout section 2",
    error: "invalid_request",
    description: "The id_token_hint was issued to another client than client_id names",
    expected: (facts) => issuedTo(facts) ?? "",
    received: (facts) => named(facts) ?? "",
    holds: (facts) => named(facts) === undefined || (issuedTo(facts) ?? named(facts)) === named(facts),
    mend: (facts) => sending(facts, "client_id", issuedTo(facts)!),
  },
  {
    id: "post_logout_redirect_uri.with_client",
    section: "OpenID Connect RP-Initiated Logout section 2",
    error: "invalid_request",
    description: "A post_logout_redirect_uri takes effect together with an id_token_hint or a client_id",
    expected: () => "An id_token_hint, or the client_id of a client, whose address it is",
    received: (facts) => named(facts) ?? "None",
    holds: (facts) => uri(facts) === undefined || facts.client !== undefined,
    mend: (facts) => sending(facts, "post_logout_redirect_uri", null),
  },
  {
    id: "post_logout_redirect_uri.registered",
    section: "OpenID Connect RP-Initiated Logout section 3",
    error: "invalid_request",
    description: "The post_logout_redirect_uri is not registered",
    expected: (facts) => registered(facts).join(", ") || "The client has registered none",
    received: (facts) => uri(facts) ?? "",
    holds: (facts) => uri(facts) === undefined || registered(facts).includes(uri(facts)!),
    mend: (facts) =>
      sending(facts, "post_logout_redirect_uri", nearest(uri(facts)!, registered(facts)) ?? null),
  },
];
