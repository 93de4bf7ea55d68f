import { isOfDomain } from "../../domain/email_domain.ts";
import type { Parameters } from "../../protocol/parameters.ts";
import type { FlowAsked } from "../../rp/flow/start_flow.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { LeavePage } from "../pages/leave.tsx";
import { offeredUpstreams, type UpstreamsAsked } from "../upstream_links.ts";
import type { FormProblem } from "./attempt_sign_in.ts";
import { leaveFor } from "./send_to_upstream.ts";

/** Why the form is shown again to somebody whose address belongs to no upstream. */
export const nobodysDomain: FormProblem = {
  problem: ({ upstream }) => upstream.organisation.unknown,
  status: 400,
};

/**
 * Leads a person to the upstream of the domain of the address that they typed. Whether anybody here has that address is
 * not looked at, so nobody learns it.
 *
 * @param asked.flow What the upstream is asked for.
 * @returns undefined: no upstream that is offered is the way in for the domain.
 */
export async function leadHome(
  c: HttpContext,
  form: Parameters,
  { flow, ...asked }: UpstreamsAsked & { readonly flow: (upstream: UpstreamRow, typed: string) => FlowAsked },
): Promise<Response | undefined> {
  const typed = field(form, "username");
  const upstream = (await offeredUpstreams(c, asked)).find(({ domains }) => isOfDomain(typed, domains));
  if (!upstream) return undefined;
  const location = await leaveFor(c, upstream, flow(upstream, typed));
  if (location instanceof Response) return location;
  // What a form is answered with may not lead to another site (CSP form-action), and a page may.
  c.header("Refresh", `0; url=${location}`);
  return answerPage(c, <LeavePage setting={pageSetting(c)} name={upstream.display_name} href={location} />);
}
