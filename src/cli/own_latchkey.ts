import { selfSigned } from "../conformance/certificate.ts";
import type { Config as Examination } from "../conformance/config.ts";
import type { Plan } from "../conformance/plan.ts";
import type { Receiver } from "../conformance/receiver.ts";
import { openTransport } from "../conformance/transport.ts";
import type { Variant } from "../conformance/variant.ts";
import { base62, systemRandom } from "../crypto/random.ts";
import { generateKey } from "../crypto/signing_key.ts";
import { mountAdmin } from "../http/admin_api.ts";
import { createApp } from "../http/app.ts";
import { listen } from "../http/listen.ts";
import { type CommandIo, exit } from "./command.ts";
import { keepTime } from "./keep_time.ts";
import { settingsOf, withStorage } from "./open_storage.ts";
import { provisionProvider } from "./own_provider.ts";
import { ownRelyingParty } from "./own_relying_party.ts";
import { build } from "./serve.ts";

/** A Latchkey that was started to be examined. */
export interface OwnLatchkey {
  readonly issuer: string;
  readonly config: Examination;
}

/** A proxy that stands before it and has the certificate. */
export interface Front {
  readonly issuer: string;
  /** Told where requests are to be passed on to, by plain http. */
  readonly passTo: (origin: string) => void;
}

/** How it is started. */
export interface Start {
  /** Its broker is examined; otherwise what it is to applications. */
  readonly examines?: Plan["examines"];
  /** What is examined in its stead; without one it is examined itself. */
  readonly front?: Front;
  /** Response types that it and its clients are to have beside `code`. */
  readonly responseTypes?: readonly string[];
  /** How its clients authenticate, or it does as one; by `client_secret_basic` where nothing is said. */
  readonly authentication?: Variant["client_auth_type"] | undefined;
  /** Puts a data directory at a path; without it a new one is made there, which takes some seconds. */
  readonly furnish?: (dataDir: string) => Promise<void>;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/**
 * Starts a Latchkey with a certificate of its own making on a new embedded database, for as long as something is done
 * with it.
 *
 * @param receiver Where it may fetch what clients publish.
 * @returns the exit code.
 */
export async function withOwnLatchkey(
  io: CommandIo,
  receiver: Receiver,
  examine: (latchkey: OwnLatchkey) => Promise<number>,
  { front, examines, responseTypes: legacy = [], authentication, furnish }: Start = {},
): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "latchkey-conformance-" });
  const port = freePort(), adminToken = base62(systemRandom(32));
  const issuer = front?.issuer ?? `https://localhost:${port}`;
  const { cert, key } = selfSigned("localhost");
  await Deno.writeTextFile(`${folder}/cert.pem`, cert);
  await Deno.writeTextFile(`${folder}/key.pem`, key, { mode: 0o600 });
  await Deno.writeTextFile(`${folder}/receiver.pem`, receiver.certificate);
  const env = {
    LATCHKEY_ISSUER: issuer,
    LATCHKEY_LISTEN: `127.0.0.1:${port}`,
    LATCHKEY_DATA_DIR: `${folder}/data`,
    LATCHKEY_ADMIN_TOKEN: adminToken,
    LATCHKEY_FETCH_ALLOW: new URL(receiver.origin).host,
    LATCHKEY_CA_FILE: `${folder}/receiver.pem`,
    ...(front ? {} : { LATCHKEY_TLS_CERT: `${folder}/cert.pem`, LATCHKEY_TLS_KEY: `${folder}/key.pem` }),
  };
  try {
    const config = settingsOf({ ...io, env });
    if (!config) return exit.failed;
    await furnish?.(config.dataDir);
    return await withStorage(io, config, async (storage) => {
      await storage.migrate();
      const deployment = await build(config, { ...storage, generate: generateKey }, { ...io, out: () => {} });
      const listening = await listen(createApp(deployment, (hono) => mountAdmin(hono, deployment)), config);
      front?.passTo(`http://127.0.0.1:${port}`);
      const transport = openTransport(), stopTime = keepTime(deployment);
      try {
        const { send } = transport, own = { issuer, adminToken };
        const responseTypes = [...new Set(["code", ...legacy])];
        const config = examines
          ? ownRelyingParty(own, receiver, authentication)
          : await provisionProvider(own, receiver, { send, responseTypes, authentication });
        return await examine({ issuer, config });
      } finally {
        transport.close();
        await stopTime();
        await listening.drain(1000);
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
