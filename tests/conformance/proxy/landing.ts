/** Alterations of what brings a browser back to the client. */
import { headerOf, type WireResponse } from "../../../src/conformance/exchange.ts";
import { formsOf } from "../../../src/conformance/forms.ts";
import type { Parameters } from "../../../src/conformance/parameters.ts";
import { claimsOf, type Part, signWith } from "./keys.ts";
import type { Alter, Traffic } from "./traffic.ts";

/** An authorization response on its way. */
export interface Landing {
  /** Without the parameters. */
  readonly url: string;
  readonly channel: "query" | "fragment" | "form_post";
  readonly parameters: Parameters;
  /** Of the form, where it is one. */
  readonly enctype?: string;
}

/** Reads one; undefined: the answer leads elsewhere. */
export function landingIn(
  response: WireResponse,
  { request, issuer }: Pick<Traffic, "request" | "issuer">,
): Landing | undefined {
  const location = headerOf(response, "location");
  if (location !== undefined) {
    const { origin, pathname, searchParams, hash } = new URL(location, request.url);
    if (origin === issuer) return undefined;
    const url = origin + pathname, fragment = [...new URLSearchParams(hash.slice(1))];
    return fragment.length > 0
      ? { url, channel: "fragment", parameters: fragment }
      : { url, channel: "query", parameters: [...searchParams] };
  }
  const form = formsOf(response.body, request.url).find(({ action }) => new URL(action).origin !== issuer);
  return form && { url: form.action, channel: "form_post", parameters: Object.entries(form.fields) };
}

const quoted = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** A page of the proxy's. */
export const pageOf = (html: string): WireResponse => ({
  status: 200,
  headers: [["content-type", "text/html; charset=utf-8"]],
  body: `<!doctype html><title>Proxy</title><p>A page</p>${html}`,
});

/** A redirect of the proxy's. */
export const redirectTo = (location: string, status = 303): WireResponse => ({
  status,
  headers: [["location", location]],
  body: "",
});

/** Makes an answer of it. */
export function answerOf({ url, channel, parameters, enctype }: Landing): WireResponse {
  const encoded = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  if (channel !== "form_post") return redirectTo(`${url}${channel === "query" ? "?" : "#"}${encoded}`);
  const inputs = parameters.map(([name, value]) => `<input name="${quoted(name)}" value="${quoted(value)}">`);
  return pageOf(
    `<form method="post" action="${quoted(url)}"${enctype ? ` enctype="${enctype}"` : ""}>${
      inputs.join("")
    }</form>`,
  );
}

/** Something else instead of the authorization response; cookies that came with it stay. */
export const insteadOfLanding =
  (answer: (landing: Landing, traffic: Traffic) => WireResponse | Promise<WireResponse>): Alter =>
  async (traffic) => {
    const response = await traffic.pass(), found = landingIn(response, traffic);
    if (!found) return response;
    const answered = await answer(found, traffic),
      cookies = response.headers.filter(([name]) => name === "set-cookie");
    return { ...answered, headers: [...answered.headers, ...cookies] };
  };

/** Another authorization response. */
export const landing = (change: (landing: Landing) => Partial<Landing>): Alter =>
  insteadOfLanding((found) => answerOf({ ...found, ...change(found) }));

/** Other parameters of the authorization response; undefined leaves one out. */
export const answering = (differing: Readonly<Record<string, string | undefined>>): Alter =>
  landing(({ parameters }) => ({
    parameters: [
      ...parameters.filter(([name]) => !(name in differing)),
      ...Object.entries(differing).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const]
      ),
    ],
  }));

/** The ID token of the authorization response with other claims, signed by the proxy's published key. */
export const frontIdToken = (change: (claims: Part) => Part): Alter =>
  insteadOfLanding(async (found, { keys }) => {
    const parameters = await Promise.all(found.parameters.map(async ([name, value]) => {
      if (name !== "id_token") return [name, value] as const;
      const claims = claimsOf(value);
      return [name, await signWith(keys.rsa, { ...claims, ...change(claims) })] as const;
    }));
    return answerOf({ ...found, parameters });
  });

/** The request to one place with other parameters in its query; undefined leaves one out. */
export const asking = (
  differing: Readonly<Record<string, string | undefined>>,
  when: (traffic: Traffic) => boolean = () => true,
): Alter =>
(traffic) => {
  const { place, request, pass } = traffic;
  if (place !== "authorization_endpoint" || !when(traffic)) return pass();
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(differing)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return pass({ ...request, url: url.href });
};

const codeIn = (found: Landing | undefined) => found?.parameters.find(([name]) => name === "code")?.[1];

/** A code that the client gets in another shape; the issuer gets its own back. */
export const shapedCode = (shape: (code: string) => string): Alter => (traffic) => {
  const { place, request, before, pass } = traffic;
  if (place !== "token_endpoint") {
    const shaped = (name: string, value: string) => name === "code" ? shape(value) : value;
    return landing(({ parameters }) => ({
      parameters: parameters.map(([name, value]) => [name, shaped(name, value)]),
    }))(traffic);
  }
  const fields = new URLSearchParams(request.body);
  const real = before.flatMap(({ request, issued }) =>
    issued ? [codeIn(landingIn(issued, { ...traffic, request }))] : []
  )
    .findLast(Boolean);
  if (real !== undefined) fields.set("code", real);
  return pass({ ...request, body: fields.toString() });
};
