import type { Send } from "../conformance/exchange.ts";

/** Where the server under examination is, and what opens its admin API. */
export interface Own {
  readonly issuer: string;
  readonly adminToken: string;
}

/** Calls the admin API. */
export const openAdmin =
  ({ issuer, adminToken }: Own, send: Send) =>
  async (method: "POST" | "PATCH", path: string, body: object): Promise<Readonly<Record<string, string>>> => {
    const answer = await send({
      method,
      url: `${issuer}/api/v1${path}`,
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201 && answer.status !== 200) {
      throw new Error(`${path} answers ${answer.status}: ${answer.body}`);
    }
    return JSON.parse(answer.body);
  };
