import { verifySoftwareStatement } from "../crypto/software_statement.ts";
import type { ClientMetadata } from "../domain/client_metadata.ts";
import type { ClientOrigin } from "../domain/client_origin.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { judgeRegistration, readMembers, refuseFault } from "../protocol/client/client_registration.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { Provider } from "./provider.ts";
import { sectorDocumentFaults } from "./sector_document.ts";
import { tokenGrants } from "./token_grants.ts";

type Members = Readonly<Record<string, unknown>>;

/** What a client said about itself, judged and completed. */
export interface JudgedClient {
  /** As it was sent; the two members that only the current client knows are compared by the caller. */
  readonly members: Members;
  readonly metadata: ClientMetadata;
  readonly software_statement: string | null;
}

const notBelieved = (code: "invalid_software_statement" | "unapproved_software_statement", fault: string) =>
  err<OAuthError>({
    code,
    why: `software_statement.${fault}`,
    description: code === "invalid_software_statement"
      ? "The software_statement is not a valid JWT of its issuer"
      : "The issuer of the software_statement is not trusted here",
  });

/** The members as a software statement, where there is one, overrides them (RFC 7591 section 2.3). */
async function withStatement(
  { tenant, clock }: Provider,
  members: Members,
): Promise<Result<{ readonly stated: Members; readonly software_statement: string | null }, OAuthError>> {
  const { software_statement } = members;
  if (software_statement === undefined) return ok({ stated: members, software_statement: null });
  if (typeof software_statement !== "string") return notBelieved("invalid_software_statement", "malformed");
  const { policy: { software_statement_issuers: issuers = [] }, issuer: audience } = tenant;
  const verified = await verifySoftwareStatement(software_statement, { issuers, audience, now: clock() });
  if (verified.ok) return ok({ stated: { ...members, ...verified.value }, software_statement });
  return verified.error === "not_approved"
    ? notBelieved("unapproved_software_statement", verified.error)
    : notBelieved("invalid_software_statement", verified.error);
}

/**
 * Judges what a client says about itself, when it registers and again at each change.
 *
 * It may fetch what the client names, so never call it inside a unit.
 *
 * @param body The decoded request.
 * @param setting before: the metadata as they were, where this is a change; admit: asked once everything else holds and
 * before anything is fetched, so that nobody makes us fetch more often than they may.
 * @returns err: the first fault, by the code of RFC 7591 section 3.2.2, or what `admit` says.
 */
export async function judgeClient(
  provider: Provider,
  body: unknown,
  { origin, before, admit = () => Promise.resolve(ok(undefined)) }: {
    readonly origin: ClientOrigin;
    readonly before?: ClientMetadata;
    readonly admit?: () => Promise<Result<void, OAuthError>>;
  },
): Promise<Result<JudgedClient, OAuthError>> {
  const read = readMembers(body);
  if (!read.ok) return read;
  const said = await withStatement(provider, read.value);
  if (!said.ok) return said;
  const { stated, software_statement } = said.value;
  const { fetchRules, tenant: { policy } } = provider;
  const grantTypes = tokenGrants.map(({ grantType }) => grantType);
  const judged = judgeRegistration(stated, { origin, policy, grantTypes, fetchRules, before });
  if (!judged.ok) return judged;
  const admitted = await admit();
  if (!admitted.ok) return admitted;
  const [elsewhere] = await sectorDocumentFaults(provider, judged.value, before);
  if (elsewhere) return refuseFault(elsewhere);
  return ok({ members: read.value, metadata: judged.value, software_statement });
}
