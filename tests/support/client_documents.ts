/** Clients that name themselves by the URL of their metadata document. */
import { type Documents, documents } from "./documents.ts";
import { authorizeUrl } from "./flow.ts";
import type { TestClient, TestProvider } from "./provider.ts";
import { openProvider, type ProviderOptions } from "./provider.ts";
import { setPolicy } from "./registration.ts";

/** Where the usual document is. */
export const documentUrl = "https://app.example/client.json";

/** A document, as a program on a website publishes it. */
export const documentAt = (
  client_id: string,
  members: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  client_id,
  client_name: "Example App",
  redirect_uris: ["https://app.example/callback"],
  grant_types: ["authorization_code", "refresh_token"],
  ...members,
});

/** The client of a document, as requests name it. */
export const documentClient = (
  client_id: string = documentUrl,
  redirect_uri = "https://app.example/callback",
): TestClient => ({ client_id, redirect_uri, client_secret: "", method: "none" });

/** Opens an application that takes such clients. */
export async function openToDocuments(
  options: ProviderOptions = {},
): Promise<TestProvider & { readonly served: Documents }> {
  const served = documents({ [documentUrl]: documentAt(documentUrl) });
  const provider = await openProvider({ fetch: served.fetch, ...options });
  await setPolicy(provider, { client_id_metadata_documents: true });
  return { ...provider, served };
}

/** How an authorization request of a client is answered: 303 to the sign-in page, or 400 with a page. */
export async function askedFor({ issuer, send }: TestProvider, client = documentClient()): Promise<number> {
  const answer = await send(authorizeUrl(issuer, client));
  await answer.body?.cancel();
  return answer.status;
}
