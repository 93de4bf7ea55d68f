import { decodeJson } from "../../domain/json.ts";
import { err, ok } from "../../domain/result.ts";
import type { EndpointAsked } from "../../outbound/guarded_request.ts";
import type { Look } from "../../protocol/upstream/upstream_endpoint_findings.ts";
import type { Broker } from "../broker.ts";

/** What came of a request to an endpoint. */
export const readLook = (answered: Awaited<ReturnType<Broker["request"]>>): Look => {
  if (!answered.ok) return err(answered.error);
  const { status, headers: { location }, body } = answered.value;
  return ok({ status, location, document: decodeJson(body) });
};

/** Sends one request to an endpoint. @returns what it answered, whatever the status. */
export const lookAt = async (
  { request }: Broker,
  address: string,
  asked: EndpointAsked = {},
): Promise<Look> => readLook(await request(address, asked));
