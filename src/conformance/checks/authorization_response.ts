import type { Arrival, Visit } from "../agent.ts";
import { type Check, shown } from "../check.ts";
import { formType } from "../exchange.ts";
import { type Channel, type Parameters, valueOf } from "../parameters.ts";

/** An authorization response, and what it answers. */
export interface AuthorizationResponse {
  readonly arrival: Arrival;
  /** Where it stands. */
  readonly channel: Channel;
  /** Its parameters, without those of the redirect URI itself. */
  readonly parameters: Parameters;
  readonly request: {
    readonly redirect_uri: string;
    readonly channel: Channel;
    /** undefined: none was sent. */
    readonly state: string | undefined;
  };
  readonly issuer: string;
  /** `authorization_response_iss_parameter_supported` of the metadata. */
  readonly issAnnounced: boolean;
}

type Row = Check<AuthorizationResponse>;

/** The browser comes back; it is the first thing to see. */
export const arrived: Check<Visit> = {
  id: "authorization_response.arrived",
  section: "RFC 6749 section 4.1.2",
  level: "failure",
  expects: "The browser is sent back to the client",
  judge: ({ arrival, page }) =>
    arrival ? undefined : `It stays at ${page && new URL(page.url).pathname} (${page?.status})`,
};

/** Whoever posted a password is not made to post it again. */
export const noRepeatedPost: Check<Visit> = {
  id: "authorization_response.no_307",
  section: "RFC 9700 section 4.12",
  level: "failure",
  expects: "A form of the sign-in is answered by a redirect that does not send its content on (303)",
  judge: ({ redirectsAfterPost }) => {
    const status = redirectsAfterPost.find((found) => found === 307 || found === 308);
    return status === undefined ? undefined : `Status ${status}`;
  },
};

const foreign = ({ arrival, request }: AuthorizationResponse) => {
  const wanted = new URL(request.redirect_uri), { url } = arrival;
  const kept = [...wanted.searchParams].every(([name, value]) =>
    url.searchParams.getAll(name).includes(value)
  );
  return kept && url.origin + url.pathname === wanted.origin + wanted.pathname ? undefined : url;
};

/** What every authorization response keeps to, whether it brings a code or an error. */
export const responseChecks: readonly Row[] = [
  {
    id: "authorization_response.redirect_uri",
    section: "RFC 6749 section 3.1.2",
    level: "failure",
    expects: "The redirect URI of the request, with its own query kept",
    judge: (response) => {
      const url = foreign(response);
      return url &&
        `${url.origin}${url.pathname} with ${[...url.searchParams.keys()].join(", ") || "no query"}`;
    },
  },
  {
    id: "authorization_response.channel",
    section: "OAuth 2.0 Multiple Response Type Encoding Practices section 2.1",
    level: "failure",
    expects: "The response stands where the response mode has it",
    judge: ({ channel, request }) => channel === request.channel ? undefined : `It stands in the ${channel}`,
  },
  {
    id: "authorization_response.nothing_in_query",
    section: "OAuth 2.0 Form Post Response Mode section 2",
    level: "failure",
    expects: "No code, token or error in the address where the response belongs elsewhere",
    judge: ({ arrival, request }) => {
      if (request.channel === "query") return undefined;
      const found = ["code", "error", "access_token", "id_token"].filter((name) =>
        arrival.url.searchParams.has(name)
      );
      return found.length === 0 ? undefined : `In the query: ${found.join(", ")}`;
    },
  },
  {
    id: "authorization_response.no_token_in_query",
    section: "RFC 6750 section 5.3",
    level: "failure",
    expects: "No access token or ID token in the address",
    judge: ({ arrival, request }) => {
      const found = ["access_token", "id_token", "refresh_token"].filter((name) =>
        arrival.url.searchParams.has(name)
      );
      return found.length === 0 || request.channel !== "query"
        ? undefined
        : `In the query: ${found.join(", ")}`;
    },
  },
  {
    id: "authorization_response.form_type",
    section: "OAuth 2.0 Form Post Response Mode section 2",
    level: "failure",
    expects: `A form post is ${formType}`,
    judge: ({ arrival }) =>
      arrival.method === "GET" || arrival.mediaType === formType ? undefined : shown(arrival.mediaType),
  },
  {
    id: "authorization_response.once",
    section: "RFC 6749 section 3.1",
    level: "failure",
    expects: "Each parameter at most once",
    judge: ({ parameters }) => {
      const names = parameters.map(([name]) => name);
      const twice = names.filter((name, at) => names.indexOf(name) !== at);
      return twice.length === 0 ? undefined : `Repeated: ${[...new Set(twice)].join(", ")}`;
    },
  },
  {
    id: "authorization_response.state",
    section: "RFC 6749 section 4.1.2",
    level: "failure",
    expects: "The state of the request, or none where none was sent",
    judge: ({ parameters, request }) => {
      const state = valueOf(parameters, "state");
      return state === request.state ? undefined : shown(state);
    },
  },
  {
    id: "authorization_response.iss",
    section: "RFC 9207 section 2.4",
    level: "failure",
    expects: "Where there is an iss, it is the issuer",
    judge: ({ parameters, issuer }) => {
      const iss = valueOf(parameters, "iss");
      return iss === undefined || iss === issuer ? undefined : shown(iss);
    },
  },
  {
    id: "authorization_response.iss_present",
    section: "RFC 9207 section 2.3 and 4",
    level: "failure",
    expects: "An iss, since the metadata announces one, unless an ID token in the response names the issuer",
    judge: ({ parameters, issAnnounced }) =>
      !issAnnounced || ["iss", "id_token"].some((name) => valueOf(parameters, name) !== undefined)
        ? undefined
        : "None",
  },
];
