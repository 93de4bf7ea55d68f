import type { Arrival } from "../admin/admin_ports.ts";
import type { Finding } from "../domain/finding.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type Action, commandOfOne } from "./action.ts";
import { openAdminClient, type Refusal } from "./admin_client.ts";
import type { Command, CommandIo } from "./command.ts";
import { findingLines, hasFailed } from "./finding_lines.ts";
import { proxyLines, type ProxyName } from "./proxy_lines.ts";
import { forged, judgeArrival, judgeClock, judgeDiscovery } from "./public_address.ts";

const patienceMs = 10_000;

/** The discovery document at an address, and the Date of the answer. */
async function discover(
  address: string,
): Promise<Result<{ document: unknown; date: string | null }, string>> {
  try {
    const response = await fetch(`${address}/.well-known/openid-configuration`, {
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    const document = await response.json().catch(() => undefined);
    return ok({ document, date: response.headers.get("date") });
  } catch (fault) {
    return err((fault as Error).message);
  }
}

/** Calls the server through its issuer's address, as anybody would, and compares what arrived. */
async function throughPublicAddress(issuer: string, io: CommandIo): Promise<readonly Finding[]> {
  const found = await discover(issuer);
  if (!found.ok) {
    return [{
      check: "public address",
      status: "fail",
      found: `${issuer} does not answer (${found.error})`,
      remedy:
        "Check its DNS name, the proxy, the firewall and the certificate, or set LATCHKEY_ISSUER to the address that answers",
    }];
  }
  const discovery = judgeDiscovery(issuer, found.value.document);
  const clock = judgeClock(found.value.date, Math.floor(Date.now() / 1000));
  if (discovery.status !== "ok") return [discovery, clock];
  const client = await openAdminClient({ ...io.env, LATCHKEY_URL: issuer }, forged);
  const answer = client.ok ? await client.value.call("GET", "/doctor") : client;
  if (!answer.ok) {
    const remedy =
      "Let the proxy pass /api and the Authorization header on, or run this beside the server only";
    return [discovery, clock, { check: "arrival", status: "warn", found: answer.error.line, remedy }];
  }
  return [discovery, clock, ...judgeArrival(issuer, answer.value.arrived as Arrival)];
}

const examine: Action = {
  name: "doctor",
  summary: "look at the running server, also through its public address, and say what to mend",
  flags: [{
    name: "proxy",
    takes: Object.keys(proxyLines).join("|"),
    summary: "print ready lines for this proxy and do no more",
  }],
  notes: "Exit status 1 where something fails; warnings alone do not change it.",
  run: async ({ given, call, io }) => {
    if (given.proxy !== undefined) {
      const lines = Object.hasOwn(proxyLines, String(given.proxy)) && proxyLines[given.proxy as ProxyName];
      const refusal: Refusal = { line: `--proxy takes ${Object.keys(proxyLines).join(", ")}`, usage: true };
      if (!lines) return err(refusal);
      const text = lines(io.env.LATCHKEY_LISTEN || "127.0.0.1:8080");
      return ok({ json: { proxy: given.proxy, lines: text }, lines: text.split("\n") });
    }
    const own = await call("GET", "/doctor");
    if (!own.ok) return own;
    const findings = [
      ...own.value.findings as readonly Finding[],
      ...await throughPublicAddress(String(own.value.issuer), io),
    ];
    return ok({ json: { findings }, lines: findings.flatMap(findingLines), failed: hasFailed(findings) });
  },
};

/** `latchkey doctor` */
export const doctor: Command = commandOfOne(examine);
