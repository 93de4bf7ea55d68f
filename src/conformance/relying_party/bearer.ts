import { valueOf } from "../parameters.ts";
import type { Asked } from "./faults.ts";

/** An access token as it was presented, and by what means (RFC 6750 section 2). */
export interface Bearer {
  readonly by: "header" | "body" | "query" | "nothing";
  readonly token: string | undefined;
}

/** The access token of a request. */
export function bearerIn({ headers, form, query, method }: Asked): Bearer {
  const [, inHeader] = /^bearer (.+)$/i.exec(headers.authorization ?? "") ?? [];
  if (inHeader !== undefined) return { by: "header", token: inHeader };
  const inBody = method === "POST" ? valueOf(form, "access_token") : undefined;
  if (inBody !== undefined) return { by: "body", token: inBody };
  const inQuery = valueOf(query, "access_token");
  return inQuery === undefined ? { by: "nothing", token: undefined } : { by: "query", token: inQuery };
}
