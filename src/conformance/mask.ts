import type { Entry } from "./journal.ts";
import { tagsOf } from "./html.ts";

/** What stands where a secret stood. */
export const masked = "[masked]";

/** Names of parameters, members, fields and headers whose values nobody is to read. */
const secretName =
  /^(code|id_token_hint|device_code|auth_req_id)$|(pass(word|wd|phrase)?|pwd|pin|otp|secret|token|assertion|csrf|verifier)$/i;

/** Fields of forms that a reviewer has to see, and that no secret stands in. */
const openName =
  /^(state|nonce|iss|scope|client_id|redirect_uri|response_(type|mode)|code_challenge(_method)?|error(_description|_uri)?|session_state|.*_locales|.*_hint|max_age|prompt|display|claims)$/;

/** Whether the value of that name is a secret. */
const isSecretName = (name: string) => secretName.test(name);

/** Hides secrets in what a report shows. */
export interface Mask {
  /** In a text of any kind: what is known to be secret, tokens by their form, and values by their names. */
  readonly text: (text: string) => string;
  /** In a value that has a name. */
  readonly value: (name: string, value: string) => string;
  /** In the value of a header. */
  readonly header: (name: string, value: string) => string;
}

/** A secret as it stands in addresses, forms, JSON and pages. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ "": secret }).toString().slice(1),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
];

const cookieValue = (header: string) => header.split(";")[0]!.split("=").slice(1).join("=").trim();

/** What browsers carry back and forth: values of cookies, and of hidden fields that are no parameters. */
const carried = (entries: readonly Entry[]): readonly string[] =>
  // Shorter ones are words, which would be masked where they mean something else.
  [...carriedIn(entries)].filter((value) => /^\S{16,}$/.test(value));

function* carriedIn(entries: readonly Entry[]): Iterable<string> {
  for (const entry of entries) {
    if (entry.kind !== "exchange" || !entry.exchange.response) continue;
    const { headers, body } = entry.exchange.response;
    for (const [name, value] of headers) if (name === "set-cookie") yield cookieValue(value);
    if (!body.includes("<input")) continue;
    for (const { name, attributes } of tagsOf(body)) {
      if (name === "input" && attributes.type === "hidden" && !openName.test(attributes.name ?? "")) {
        yield attributes.value ?? "";
      }
    }
  }
}

const segment = "[A-Za-z0-9_-]";

/** A JWE in its compact form: nobody but its recipient knows what it says. */
const encrypted = new RegExp(
  `eyJ${segment}{10,}\\.${segment}*\\.${segment}+\\.${segment}+\\.${segment}+`,
  "g",
);

/** A JWS in its compact form. */
const signed = new RegExp(`(eyJ${segment}{10,})\\.(eyJ${segment}+)\\.${segment}*`, "g");

const decoded = (part: string): string => {
  try {
    const bytes = Uint8Array.fromBase64(part, { alphabet: "base64url" });
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return masked;
  }
};

const pair = /((?:^|[?&#;\s])([A-Za-z0-9_.-]+)=)([^&#;\s"'<>]+)/g;
const member = /("([A-Za-z0-9_.-]+)"\s*:\s*)"((?:[^"\\]|\\.)*)"/g;
const input = /<input\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const inputValue = /(\bvalue\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s"'>]+)/i;
const isSecretInput = (tag: string) => {
  const [{ attributes = {} } = {}] = tagsOf(tag);
  return attributes.type === "password" || isSecretName(attributes.name ?? "") ||
    (attributes.type === "hidden" && !openName.test(attributes.name ?? ""));
};

/**
 * The mask for the log of one module.
 *
 * A JWS stays readable without its signature, as header and claims: it is what a reviewer judges, and nobody accepts it.
 *
 * @param secrets What the module knew to be secret.
 */
export function openMask(entries: readonly Entry[], secrets: ReadonlySet<string>): Mask {
  const known = [...secrets, ...carried(entries)].flatMap(spellings);
  // The longest first: one may be a part of another.
  const hidden = [...new Set(known)].sort((one, other) => other.length - one.length);

  const text = (given: string): string => {
    let shown = given.replaceAll(encrypted, masked).replaceAll(
      signed,
      (_, header: string, claims: string) => `[JWS ${decoded(header)} ${decoded(claims)}, signature masked]`,
    );
    for (const secret of hidden) shown = shown.replaceAll(secret, masked);
    return shown
      .replaceAll(input, (tag) => isSecretInput(tag) ? tag.replace(inputValue, `$1"${masked}"`) : tag)
      .replaceAll(
        pair,
        (whole, before: string, name: string, value: string) =>
          isSecretName(name) && !value.startsWith("[") ? before + masked : whole,
      )
      .replaceAll(
        member,
        (whole, before: string, name: string, value: string) =>
          isSecretName(name) && !value.startsWith("[") ? `${before}"${masked}"` : whole,
      );
  };

  const value = (name: string, given: string): string => {
    const shown = text(given);
    return isSecretName(name) && !shown.startsWith("[JWS ") ? masked : shown;
  };

  const header = (name: string, given: string): string => {
    switch (name.toLowerCase()) {
      case "authorization":
        return `${given.split(" ")[0]} ${masked}`;
      case "cookie":
        return given.replaceAll(/(^|;\s*)([^=;]*)=[^;]*/g, `$1$2=${masked}`);
      case "set-cookie":
        return given.replace(/^([^=;]*)=[^;]*/, `$1=${masked}`);
      default:
        return text(given);
    }
  };
  return { text, value, header };
}
