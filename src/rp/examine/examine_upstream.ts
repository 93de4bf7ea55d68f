import { base62 } from "../../crypto/random.ts";
import { generateKey } from "../../crypto/signing_key.ts";
import type { FetchRules } from "../../domain/fetch_target.ts";
import type { Finding } from "../../domain/finding.ts";
import { decodeJson } from "../../domain/json.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { EndpointAsked } from "../../outbound/guarded_request.ts";
import { mostJwksBytes } from "../../protocol/client_jwks.ts";
import {
  discoveryFinding,
  keysFinding,
  type Missed,
  missedDocument,
  promiseFindings,
} from "../../protocol/upstream_document_findings.ts";
import {
  addressFinding,
  authenticationFinding,
  type Look,
  redirectFinding,
  userinfoFinding,
} from "../../protocol/upstream_endpoint_findings.ts";
import { temporaryCredentialFinding } from "../../protocol/oauth1_finding.ts";
import { statedIssuer } from "../../protocol/upstream_issuer.ts";
import {
  metadataAddress,
  readUpstreamMetadata,
  type UpstreamMetadata,
} from "../../protocol/upstream_metadata.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import { requestSignedUserinfo, requestUserinfo } from "../identify/ask_api.ts";
import { authorizationAddress } from "../flow/authorization_address.ts";
import type { Broker } from "../broker.ts";
import { callbackAddress } from "../flow/callback_address.ts";
import { requestTemporaryCredentials } from "../oauth1/oauth1_credentials.ts";
import { requestTokens } from "../identify/redeem_code.ts";
import { mostMetadataBytes } from "../documents/upstream_documents.ts";
import { sealUpstreamSecret } from "../credentials/upstream_secret.ts";
import { oidcWay, quirksOf, type Way, type WayOf, wayTo } from "../documents/upstream_way.ts";

/** What an examination stands on: rules say which addresses may be used at all. */
export type ExaminePorts = Broker & { readonly fetchRules: FetchRules };

async function fetchDocument(
  { fetch }: Broker,
  url: string,
  asked: { readonly accept: readonly string[]; readonly maxBytes: number },
): Promise<Result<unknown, Missed>> {
  const fetched = await fetch(url, asked);
  return fetched.ok ? ok(decodeJson(fetched.value.body)) : fetched;
}

/** What is found of an OpenID Provider's documents, fetched now whatever is held of them. */
export async function examineDocuments(
  broker: Broker,
  row: UpstreamRow,
): Promise<{ readonly findings: readonly Finding[]; readonly metadata: UpstreamMetadata | undefined }> {
  const address = metadataAddress(row.issuer), issuer = statedIssuer(row.issuer, quirksOf(row));
  const json = ["application/json"];
  const document = await fetchDocument(broker, address, { accept: json, maxBytes: mostMetadataBytes });
  if (!document.ok) return { findings: [missedDocument(address, document.error)], metadata: undefined };
  const read = readUpstreamMetadata(document.value, issuer), fault = read.ok ? undefined : read.error;
  const discovery = discoveryFinding(document.value, { issuer, fault });
  if (!read.ok) return { findings: [discovery], metadata: undefined };
  const keys = await fetchDocument(broker, read.value.jwks_uri, {
    accept: ["application/jwk-set+json", ...json],
    maxBytes: mostJwksBytes,
  });
  return {
    findings: [discovery, ...promiseFindings(document.value, row), keysFinding(keys)],
    metadata: read.value,
  };
}

const readLook = (answered: Awaited<ReturnType<Broker["request"]>>): Look => {
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

async function examineAuthentication(broker: Broker, row: UpstreamRow, way: Way): Promise<Finding> {
  const { random } = broker, { id, token_endpoint_auth_method: method } = row;
  const madeUp = { code: base62(random(32)), code_verifier: base62(random(32)), way };
  const ask = async (upstream: UpstreamRow) => readLook(await requestTokens(broker, upstream, madeUp));
  const wrong = async () => {
    const key = row.key_id === null ? undefined : await generateKey("ES256");
    const text = key ? new TextDecoder().decode(key.privateKey) : base62(random(32));
    const sealed = sealUpstreamSecret(broker, id, text);
    return await ask({ ...row, client_secret: sealed });
  };
  const hasSecret = row.client_secret !== null;
  const [right, other] = await Promise.all([ask(row), hasSecret ? wrong() : undefined]);
  return authenticationFinding({ look: right, wrong: other, method });
}

async function examineRedirect(
  broker: Broker,
  row: UpstreamRow,
  way: WayOf<"oidc" | "oauth2">,
): Promise<Finding> {
  const { random } = broker, redirect_uri = callbackAddress(broker, row);
  const other_uri = `${redirect_uri}/${base62(random(8))}`;
  const requestFor = (uri: string) => {
    const [state, nonce, code_verifier] = [base62(random(32)), base62(random(32)), base62(random(32))];
    const asked = { way, redirect_uri: uri, state, nonce, code_verifier };
    const url = new URL(authorizationAddress(row, asked));
    // Whoever understands it answers at once, without a page (OpenID Connect Core section 3.1.2.1).
    if (way.kind === "oidc") url.searchParams.set("prompt", "none");
    return url.href;
  };
  const [mine, other] = await Promise.all(
    [redirect_uri, other_uri].map((uri) => lookAt(broker, requestFor(uri))),
  );
  return redirectFinding({ look: mine!, other: other!, redirect_uri, other_uri });
}

async function examineUserinfo(broker: Broker, row: UpstreamRow, way: Way): Promise<readonly Finding[]> {
  const { userinfo_endpoint: endpoint } = way;
  if (endpoint === undefined) return [];
  const answered = way.kind === "oauth1"
    ? await requestSignedUserinfo(broker, row, { way, credentials: undefined })
    : await requestUserinfo(broker, row, { endpoint, way, tokens: undefined });
  return [userinfoFinding(readLook(answered))];
}

async function examineTemporaryCredentials(
  broker: Broker,
  row: UpstreamRow,
  way: WayOf<"oauth1">,
): Promise<Finding> {
  const redirect_uri = callbackAddress(broker, row), state = base62(broker.random(32));
  const given = await requestTemporaryCredentials(broker, row, { way, state });
  const why = given.ok ? undefined : given.error.why.split(".")[1] ?? "";
  return temporaryCredentialFinding({ why, signature_method: String(row.signature_method), redirect_uri });
}

/** A look at an endpoint; one whose address may not be used is not asked anything. */
interface EndpointLook {
  readonly name: string;
  readonly address: string | undefined;
  readonly examine: () => Promise<readonly Finding[]>;
}

/** Every look at the endpoints of an upstream. */
function endpointLooks(broker: Broker, row: UpstreamRow, way: Way): readonly EndpointLook[] {
  const { authorization_endpoint, token_endpoint, userinfo_endpoint } = way;
  const userinfo: EndpointLook = {
    name: "userinfo_endpoint",
    address: userinfo_endpoint,
    examine: () => examineUserinfo(broker, row, way),
  };
  if (way.kind === "oauth1") {
    // Without temporary credentials that somebody agreed to, neither of the next two has anything to say.
    const nothing = () => Promise.resolve([]);
    return [
      {
        name: "temporary_credential_endpoint",
        address: way.temporary_credential_endpoint,
        examine: async () => [await examineTemporaryCredentials(broker, row, way)],
      },
      { name: "authorization_endpoint", address: authorization_endpoint, examine: nothing },
      { name: "token_endpoint", address: token_endpoint, examine: nothing },
      userinfo,
    ];
  }
  return [
    {
      name: "authorization_endpoint",
      address: authorization_endpoint,
      examine: async () => [await examineRedirect(broker, row, way)],
    },
    {
      name: "token_endpoint",
      address: token_endpoint,
      examine: async () => [await examineAuthentication(broker, row, way)],
    },
    userinfo,
  ];
}

/**
 * Examines an upstream as far as that can be done without a person: its documents, its endpoints, whether it knows us,
 * and whether it sends people back to us. Nothing of it is kept. Not to be called inside a unit.
 */
export async function examineUpstream(ports: ExaminePorts, row: UpstreamRow): Promise<readonly Finding[]> {
  const documents = row.kind === "oidc" ? await examineDocuments(ports, row) : undefined;
  const way = documents ? documents.metadata && oidcWay(row, documents.metadata) : await wayTo(ports, row);
  const findings = documents?.findings ?? [];
  if (!way) return findings;
  const looks = endpointLooks(ports, row, way).map(async ({ name, address, examine }) => {
    const unusable = address === undefined ? undefined : addressFinding(name, address, ports.fetchRules);
    return unusable ? [unusable] : await examine();
  });
  return [...findings, ...(await Promise.all(looks)).flat()];
}
