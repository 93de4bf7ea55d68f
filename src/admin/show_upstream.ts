import { none } from "../domain/machine.ts";
import { upstreamPresets } from "../protocol/upstream/presets/presets.ts";
import type { UpstreamCanary } from "../store/upstream_canaries.ts";
import type { UpstreamRow } from "../store/upstreams.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import { writableMembers } from "./upstream_members.ts";
import { registrationOf } from "./upstream_registration.ts";

/** How an upstream stood when it was looked at last; nobody looks at one with which nobody signs in. */
const shownCanary = ({ state }: UpstreamRow, canary: UpstreamCanary | undefined) =>
  canary && state === "active"
    ? {
      state: canary.state,
      since: instantText(canary.state_at),
      checked_at: instantText(canary.checked_at),
      found: canary.found,
    }
    : null;

/** Where a ready-made upstream says how to register with it. */
function documentationOf({ preset }: UpstreamRow) {
  const ready = upstreamPresets.get(preset);
  return ready ? { documentation: ready.documentation } : {};
}

/** An upstream as the API shows it. @param canary How it stood, where it was looked at. */
export const showUpstream = (ports: AdminPorts, row: UpstreamRow, canary?: UpstreamCanary) => ({
  id: row.slug,
  preset: row.preset === none ? null : row.preset,
  ...documentationOf(row),
  kind: row.kind,
  issuer: row.issuer,
  ...row.endpoints,
  ...(row.person ? { person: row.person } : {}),
  ...writableMembers(row),
  signature_method: row.signature_method,
  public_key: row.public_key,
  has_client_secret: row.client_secret !== null && row.key_id === null,
  has_private_key: row.client_secret !== null && row.key_id !== null,
  ...registrationOf(ports, row),
  enabled: row.state === "active",
  canary: shownCanary(row, canary),
  created_at: instantText(row.created_at),
  updated_at: instantText(row.updated_at),
});

/** The refusal where an upstream does not exist, or does no more. */
export const noUpstream = (slug: string) =>
  refuse("not_found", `There is no upstream ${slug} (GET /api/v1/upstreams lists those that there are)`);
