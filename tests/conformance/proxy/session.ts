import type { WireResponse } from "../../../src/conformance/exchange.ts";
import type { Alter } from "./traffic.ts";

/** Cookies by name. */
export type Cookies = ReadonlyMap<string, string>;

const pair = (text: string) => {
  const cut = text.indexOf("=");
  return [text.slice(0, cut).trim(), text.slice(cut + 1).trim()] as const;
};

/** The cookies that answers gave to a browser. */
export const cookiesIn = (responses: readonly WireResponse[]): Cookies =>
  new Map(
    responses.flatMap(({ headers }) =>
      headers.flatMap(([name, value]) => name === "set-cookie" ? [pair(value.split(";")[0]!)] : [])
    ),
  );

/** Lends a browser the cookies of another one; its own come before them. */
export const inSession = (lent: Cookies): Alter => ({ place, request, pass }) => {
  if (place !== "authorization_endpoint" && place !== "page") return pass();
  const own = (request.headers.cookie ?? "").split(";").filter((text) => text.includes("=")).map(pair);
  const cookie = [...new Map([...lent, ...own])].map(([name, value]) => `${name}=${value}`).join("; ");
  return pass({ ...request, headers: { ...request.headers, cookie } });
};
