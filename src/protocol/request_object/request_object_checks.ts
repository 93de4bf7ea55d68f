import type { AuthorizationFacts } from "../authorize/authorization_facts.ts";
import type { Check } from "../check.ts";
import { nearest, sendingOnce } from "../mend.ts";
import { authorizationParameters, parameter, repeatedParameters } from "../parameters.ts";
import { requestObjectClaimsChecks } from "./request_object_claims_checks.ts";
import { inRequest, isAlone, parametersOf, readingOf, withoutObject } from "./request_object_mend.ts";

const repeated = ({ object }: AuthorizationFacts) =>
  object ? repeatedParameters(object.beside, authorizationParameters) : [];

const uri = ({ object }: AuthorizationFacts) => object && parameter(object.beside, "request_uri");

/** What an object that brings the request must be. Nothing of it counts unless each of these holds. */
export const requestObjectChecks: readonly Check<AuthorizationFacts>[] = [
  {
    id: "request_object.required",
    section: "RFC 9101 section 10.5",
    error: "invalid_request",
    description: "This client has to send a signed request object",
    expected: () => "request, or request_uri, with a signed request object",
    received: () => "Parameters alone",
    holds: (facts) => !isAlone(facts) || facts.object !== undefined,
    blinds: true,
    mend: (facts) => {
      const { client, policy } = facts, says = "Send the request as a signed request object";
      const metadata = { ...client!.metadata, require_signed_request_object: false };
      return {
        facts: {
          ...facts,
          client: { ...client!, metadata },
          policy: { ...policy, require_signed_request_object: false },
        },
        change: inRequest("request", says),
      };
    },
  },
  {
    id: "request.one_way",
    section: "OpenID Connect Core section 6",
    error: "invalid_request",
    description: "A request object is sent as request or as request_uri, not as both",
    expected: () => "One of request and request_uri",
    received: () => "Both",
    holds: ({ object }) => !object || !object.beside.has("request") || !object.beside.has("request_uri"),
    mend: (facts) => {
      const beside = new Map(facts.object!.beside);
      beside.delete("request_uri");
      return {
        facts: { ...facts, object: { ...facts.object!, beside } },
        change: { ...inRequest("request_uri", "Leave out request_uri"), value: null },
      };
    },
  },
  {
    id: "request_object.beside_once",
    section: "RFC 6749 section 3.1",
    error: "invalid_request",
    description: (facts) => `A parameter may occur once: ${repeated(facts).join(", ")}`,
    expected: () => "Each parameter at most once",
    received: (facts) => `Repeated: ${repeated(facts).join(", ")}`,
    holds: (facts) => repeated(facts).length === 0,
    mend: (facts) => {
      const names = repeated(facts), { beside } = facts.object!;
      const { facts: { parameters }, change } = sendingOnce({ parameters: beside }, names);
      const object = { ...facts.object!, beside: parameters };
      return { facts: { ...facts, object, parameters: parametersOf({ ...facts, object }) }, change };
    },
  },
  {
    id: "request_uri.registered",
    section: "OpenID Connect Core section 6.2",
    error: "invalid_request_uri",
    description: "The request_uri is not registered for this client",
    expected: ({ client }) =>
      `One of the client's request_uris: ${client?.metadata.request_uris?.join(" ") ?? "none"}`,
    received: (facts) => uri(facts) ?? "None",
    holds: (facts) => readingOf(facts)?.located !== "unregistered",
    blinds: true,
    mend: (facts) => {
      const sent = uri(facts) ?? "", { client } = facts;
      const due = nearest(sent, client?.metadata.request_uris ?? []);
      if (due !== undefined) {
        return withoutObject(facts, { ...inRequest("request_uri", `Send request_uri=${due}`), value: due });
      }
      const says = `Register it: latchkey client update ${client?.client_id} --request-uri ${sent}`;
      return withoutObject(facts, { where: "client", name: "request_uris", value: sent, says });
    },
  },
  {
    id: "request_uri.rate",
    section: "RFC 9101 section 10.4",
    error: "temporarily_unavailable",
    description: "Too many request objects of this client are asked for: try again in a minute",
    expected: () => "Fewer request objects by reference in a minute",
    received: () => "Too many",
    holds: (facts) => readingOf(facts)?.located !== "held_back",
    blinds: true,
    mend: (facts) => withoutObject(facts, inRequest("request_uri", "Try again in a minute, or send request")),
  },
  {
    id: "request_uri.fetched",
    section: "RFC 9101 section 5.2.3",
    error: "invalid_request_uri",
    // Whatever was in the way: nobody is told what there is in our network.
    description: "The request object could not be fetched",
    expected: () =>
      "A request object as application/oauth-authz-req+jwt or application/jwt, within 3 seconds",
    received: () => "None; the log says why",
    holds: (facts) => readingOf(facts)?.located !== "not_fetched",
    blinds: true,
    mend: (facts) => withoutObject(facts, inRequest("request_uri", "Serve the object at request_uri")),
  },
  {
    id: "request_object.encryption",
    section: "RFC 9101 section 6.1",
    error: "invalid_request_object",
    description: "The request object does not open with a key of this server",
    expected: () => "One that is encrypted to a key of jwks_uri with use enc, by its alg",
    received: (facts) => readingOf(facts)?.sealed ?? "One that opens",
    holds: (facts) => readingOf(facts)?.sealed === undefined,
    blinds: true,
    mend: (facts) => withoutObject(facts, inRequest("request", "Encrypt it to a present key of jwks_uri")),
  },
  {
    id: "request_object.form",
    section: "RFC 9101 section 4",
    error: "invalid_request_object",
    description: "The request object is not a signed JWT",
    expected: () => "A compact JWS with a JSON object in it",
    received: () => "Something else",
    holds: (facts) => {
      const { located, sealed, jws } = readingOf(facts) ?? {};
      return jws !== undefined || located !== "yes" || sealed !== undefined;
    },
    blinds: true,
    mend: (facts) => withoutObject(facts, inRequest("request", "Send a signed JWT")),
  },
  ...requestObjectClaimsChecks,
];
