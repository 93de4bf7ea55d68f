import type { LinkRefusal } from "../../accounts/link_upstream.ts";
import type { SignInThroughRefusal } from "../../accounts/sign_in_through.ts";
import { displayName } from "../../domain/display_name.ts";
import type { FlowMaterial } from "../../rp/flow_material.ts";
import type { UpstreamRow } from "../../store/upstreams.ts";
import { logRefusal } from "../answer_error.ts";
import type { HttpContext } from "../env.ts";
import { ownAddress } from "../own_address.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { ProblemPage } from "../pages/problem.tsx";

/** The pages that tell a person why they were not signed in. */
export type UpstreamProblem =
  | "denied"
  | "unreachable"
  | "unusable"
  | "outdated"
  | "noAccount"
  | "disabled"
  | "linkedElsewhere"
  | "notRecent";

const statuses = {
  denied: 400,
  unreachable: 503,
  unusable: 400,
  outdated: 400,
  noAccount: 403,
  disabled: 403,
  linkedElsewhere: 403,
  notRecent: 403,
} as const satisfies Readonly<Record<UpstreamProblem, number>>;

/** The page for each reason for which somebody who arrived is not signed in. */
export const arrivalProblems: Readonly<
  Record<Exclude<SignInThroughRefusal, "proof_asked">, UpstreamProblem>
> = {
  account_disabled: "disabled",
  other_domain: "noAccount",
  not_invited: "noAccount",
  no_account: "noAccount",
  upstream_gone: "unreachable",
  flow_over: "unusable",
  address_taken: "unusable",
};

const withName = (text: string | ((name: string) => string), name: string) =>
  typeof text === "string" ? text : text(name);

/** The page for each reason for which nothing is linked. */
export const linkProblems: Readonly<Record<LinkRefusal, UpstreamProblem>> = {
  signed_out: "notRecent",
  upstream_gone: "unreachable",
  linked_elsewhere: "linkedElsewhere",
  flow_over: "unusable",
};

/** Tells a person why they were not signed in, with the way back to where they can sign in otherwise. */
export function answerUpstreamProblem(
  c: HttpContext,
  upstream: UpstreamRow,
  { page, why, material, session_id }: {
    readonly page: UpstreamProblem;
    readonly why: string;
    readonly material: Pick<FlowMaterial, "interaction">;
    /** Of the account that was to be linked, where it was to be. */
    readonly session_id?: string | undefined;
  },
): Response {
  const description = "Nobody was signed in with an upstream";
  logRefusal(c, { code: "access_denied", why: `upstream.${why}`, description });
  const setting = pageSetting(c);
  const { title, message } = setting.texts.upstream[page], name = displayName(upstream.display_name);
  const query = material.interaction === undefined
    ? ""
    : `?${new URLSearchParams({ interaction: material.interaction })}`;
  return answerPage(
    c,
    <ProblemPage
      setting={setting}
      title={withName(title, name)}
      message={withName(message, name)}
      reference={c.var.requestId}
      backHref={session_id === undefined
        ? ownAddress(c, `/login${query}`)
        : ownAddress(c, `/account?${new URLSearchParams({ session: session_id })}`)}
    />,
    { status: statuses[page] },
  );
}
