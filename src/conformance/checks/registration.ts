import { type Check, shown } from "../check.ts";
import { mediaTypeOf, type WireResponse } from "../exchange.ts";

/** An answer to a registration, and what was asked for. */
export interface Registration {
  readonly response: WireResponse;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly asked: Readonly<Record<string, unknown>>;
}

type Row = Check<Registration>;

/** Without these there is no client. */
export const registeredChecks: readonly Row[] = [
  {
    id: "registration.status",
    section: "RFC 7591 section 3.2.1",
    level: "failure",
    expects: "Status 201",
    judge: ({ response, body }) =>
      response.status === 201
        ? undefined
        : `${response.status} ${shown(body?.error)} ${body?.error_description ?? ""}`.trim(),
  },
  {
    id: "registration.client_id",
    section: "RFC 7591 section 3.2.1",
    level: "failure",
    expects: "A JSON object with a client_id",
    judge: ({ body }) =>
      typeof body?.client_id === "string" && body.client_id !== "" ? undefined : shown(body?.client_id),
  },
];

const sameList = (one: unknown, other: unknown) =>
  JSON.stringify([one].flat().sort()) === JSON.stringify([other].flat().sort());

/** What an answer with a client keeps to. */
export const registrationChecks: readonly Row[] = [
  {
    id: "registration.media_type",
    section: "RFC 7591 section 3.2.1",
    level: "failure",
    expects: "application/json",
    judge: ({ response }) => {
      const type = mediaTypeOf(response);
      return type === "application/json" ? undefined : shown(type);
    },
  },
  {
    id: "registration.secret_expiry",
    section: "RFC 7591 section 3.2.1",
    level: "failure",
    expects: "client_secret_expires_at beside a client_secret; 0 for never",
    judge: ({ body: { client_secret, client_secret_expires_at: at } = {} }) =>
      client_secret === undefined || (Number.isInteger(at) && Number(at) >= 0) ? undefined : shown(at),
  },
  {
    id: "registration.management",
    section: "RFC 7592 section 3",
    level: "failure",
    expects: "registration_client_uri, over https, and registration_access_token: both or neither",
    judge: ({ body: { registration_client_uri: uri, registration_access_token: token } = {} }) => {
      if (uri === undefined && token === undefined) return undefined;
      return typeof token === "string" && /^https:\/\//.test(String(uri)) ? undefined : shown(uri);
    },
  },
  {
    id: "registration.redirect_uris",
    section: "RFC 7591 section 3.2.1",
    level: "failure",
    expects: "The redirect_uris as they were registered",
    judge: ({ body, asked }) =>
      sameList(body?.redirect_uris, asked.redirect_uris) ? undefined : shown(body?.redirect_uris),
  },
  {
    id: "registration.echo",
    section: "RFC 7591 section 3.2.1",
    level: "warning",
    expects: "Every member that was registered",
    judge: ({ body, asked }) => {
      const missing = Object.keys(asked).filter((name) => body?.[name] === undefined);
      return missing.length === 0 ? undefined : `Missing: ${missing.join(", ")}`;
    },
  },
];

/** A client that is no longer needed can be taken away. */
export const deleted: Check<WireResponse> = {
  id: "registration.deleted",
  section: "RFC 7592 section 2.3",
  level: "warning",
  expects: "Status 204 for a client that is deleted",
  judge: ({ status }) => status === 204 ? undefined : String(status),
};

/** A registration that has to be refused. */
export const refusedRegistration: readonly Check<Registration>[] = [
  {
    id: "registration_error.status",
    section: "RFC 7591 section 3.2.2",
    level: "failure",
    expects: "Status 400",
    judge: ({ response }) => response.status === 400 ? undefined : String(response.status),
  },
  {
    id: "registration_error.json",
    section: "RFC 7591 section 3.2.2",
    level: "failure",
    expects: "application/json with a JSON object",
    judge: ({ response, body }) => {
      const type = mediaTypeOf(response);
      return response.status !== 400 || (type === "application/json" && body) ? undefined : shown(type);
    },
  },
];

/** The error is the one that says what is wrong. */
export const registrationErrorCode: Check<Registration & { readonly allowed: readonly string[] }> = {
  id: "registration_error.code",
  section: "RFC 7591 section 3.2.2",
  level: "warning",
  expects: "The error that fits what is wrong",
  judge: ({ response, body, allowed }) =>
    response.status !== 400 || !body || allowed.includes(String(body.error))
      ? undefined
      : `${shown(body.error)}, not ${allowed.join(" or ")}`,
};

/** What a client registered with is told again when it asks. */
export const readBack: Check<
  {
    readonly response: WireResponse;
    readonly body: Registration["body"];
    readonly name: string;
    readonly value: unknown;
  }
> = {
  id: "registration.read_back",
  section: "RFC 7592 section 2.1",
  level: "failure",
  expects: "Status 200 and JSON with what was registered",
  judge: ({ response, body, name, value }) =>
    response.status === 200 && mediaTypeOf(response) === "application/json" && body?.[name] === value
      ? undefined
      : `Status ${response.status}, ${name} ${shown(body?.[name])}`,
};

/** A member of the answer is the one that was sent. */
export const echoed: Check<
  { readonly answer: Readonly<Record<string, unknown>>; readonly name: string; readonly value: unknown }
> = {
  id: "registration.echoed_member",
  section: "RFC 7591 section 3.2.1",
  level: "failure",
  expects: "The member as it was registered",
  judge: ({ answer, name, value }) => answer[name] === value ? undefined : `${name} ${shown(answer[name])}`,
};
