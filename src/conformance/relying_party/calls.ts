import type { Call, TakingCall } from "../config.ts";
import type { WireResponse } from "../exchange.ts";
import type { Stage } from "../stage.ts";

/** What texts of the configuration may name in braces. */
export type Values = Readonly<Record<string, string>>;

type Encode = (text: string) => string;

const asJson: Encode = (text) => JSON.stringify(text).slice(1, -1);

/** Puts values where their names stand in braces, as an address or a form has them. */
export const filled = (template: string, values: Values, encode: Encode = encodeURIComponent): string =>
  template.replaceAll(
    /\{([a-z_]+)\}/g,
    (whole, name: string) => Object.hasOwn(values, name) ? encode(values[name]!) : whole,
  );

/** Sends a request of the configuration. */
export function sendCall(
  stage: Stage,
  purpose: string,
  { url, method = "POST", headers = {}, body }: Call,
  values: Values,
): Promise<WireResponse> {
  if (headers.authorization) stage.addSecret(headers.authorization.split(" ").at(-1)!);
  const encode = headers["content-type"]?.includes("json") ? asJson : encodeURIComponent;
  return stage.send(purpose, {
    ...{ method, headers, url: filled(url, values) },
    ...(body === undefined ? {} : { body: filled(body, values, encode) }),
  });
}

/** Sends several, with what is taken from the answers for those that follow. @returns the last answer. */
export async function sendCalls(
  stage: Stage,
  purpose: string,
  calls: readonly TakingCall[],
  values: Values,
): Promise<WireResponse> {
  let response: WireResponse = { status: 0, headers: [], body: "" }, known = values;
  for (const { take = {}, ...call } of calls) {
    response = await sendCall(stage, purpose, call, known);
    const { body, status } = response;
    const taken = Object.entries(take).map(([name, pattern]) => {
      const [, value] = new RegExp(pattern).exec(body) ?? [];
      if (value === undefined) throw new Error(`${purpose}: an answer of status ${status} has no ${name}`);
      return [name, value] as const;
    });
    known = { ...known, ...Object.fromEntries(taken) };
  }
  return response;
}
