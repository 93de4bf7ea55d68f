import { mac } from "../crypto/derived_key.ts";
import type { Client } from "../domain/client_metadata.ts";
import type { Provider } from "./provider.ts";

/** The subject identifier under which a client knows an account (OpenID Connect Core section 8). */
export const subjectFor = (_client: Client, account_id: string): string => account_id;

/** The account that a client means by a subject identifier. */
export const accountOfSubject = (_client: Client, sub: string): string => sub;

/** The identifier under which a client knows a session: another one for each client, and never the session's own. */
export const sidFor = ({ derive, tenant }: Provider, session_id: string, client_id: string): string =>
  mac(derive("sid"), tenant.id, session_id, client_id);
