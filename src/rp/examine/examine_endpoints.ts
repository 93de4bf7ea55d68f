import { base62 } from "../../crypto/random.ts";
import { generateKey } from "../../crypto/signing_key.ts";
import type { Finding } from "../../domain/finding.ts";
import { temporaryCredentialFinding } from "../../protocol/upstream/oauth1_finding.ts";
import {
  authenticationFinding,
  redirectFinding,
  userinfoFinding,
} from "../../protocol/upstream/upstream_endpoint_findings.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { Broker } from "../broker.ts";
import { sealUpstreamSecret } from "../credentials/upstream_secret.ts";
import type { Way, WayOf } from "../documents/upstream_way.ts";
import { authorizationAddress } from "../flow/authorization_address.ts";
import { callbackAddress } from "../flow/callback_address.ts";
import { requestSignedUserinfo, requestUserinfo } from "../identify/ask_api.ts";
import { requestTokens } from "../identify/redeem_code.ts";
import { requestTemporaryCredentials } from "../oauth1/oauth1_credentials.ts";
import { lookAt, readLook } from "./look_at.ts";

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
export interface EndpointLook {
  readonly name: string;
  readonly address: string | undefined;
  readonly examine: () => Promise<readonly Finding[]>;
}

/** Every look at the endpoints of an upstream. */
export function endpointLooks(broker: Broker, row: UpstreamRow, way: Way): readonly EndpointLook[] {
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
