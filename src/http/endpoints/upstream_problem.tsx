import type { LinkRefusal } from "../../accounts/link_upstream.ts";
import type { SignInThroughRefusal } from "../../accounts/sign_in_through.ts";
import { displayName } from "../../domain/display_name.ts";
import type { Seconds } from "../../domain/time.ts";
import type { FlowMaterial } from "../../rp/flow/flow_material.ts";
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
  | "notRecent"
  | "weakWay";

const statuses = {
  denied: 400,
  unreachable: 503,
  unusable: 400,
  outdated: 400,
  noAccount: 403,
  disabled: 403,
  linkedElsewhere: 403,
  notRecent: 403,
  weakWay: 403,
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
  weak_way: "weakWay",
  upstream_gone: "unreachable",
  linked_elsewhere: "linkedElsewhere",
  flow_over: "unusable",
};

/** What a person came for who is told why it came to nothing. */
interface CameFor {
  readonly material: Pick<FlowMaterial, "interaction">;
  /** Of the account that was to be linked, where it was to be. */
  readonly session_id?: string | undefined;
}

/** A page that tells why nobody was signed in, with the way back to where they can sign in otherwise. */
function answerWithWayBack(
  c: HttpContext,
  { title, message, status }: {
    readonly title: string;
    readonly message: string;
    readonly status: 400 | 403 | 429 | 503;
  },
  { material: { interaction }, session_id }: CameFor,
): Response {
  const query = interaction === undefined ? "" : `?${new URLSearchParams({ interaction })}`;
  return answerPage(
    c,
    <ProblemPage
      setting={pageSetting(c)}
      title={title}
      message={message}
      reference={c.var.requestId}
      backHref={session_id === undefined
        ? ownAddress(c, `/login${query}`)
        : ownAddress(c, `/account?${new URLSearchParams({ session: session_id })}`)}
    />,
    { status },
  );
}

/** Tells a person why they were not signed in. */
export function answerUpstreamProblem(
  c: HttpContext,
  upstream: UpstreamRow,
  { page, why, ...cameFor }: CameFor & { readonly page: UpstreamProblem; readonly why: string },
): Response {
  const description = "Nobody was signed in with an upstream";
  logRefusal(c, { code: "access_denied", why: `upstream.${why}`, description });
  const { title, message } = pageSetting(c).texts.upstream[page], name = displayName(upstream.display_name);
  const words = { title: withName(title, name), message: withName(message, name), status: statuses[page] };
  return answerWithWayBack(c, words, cameFor);
}

/** Tells a person that too many set out from their address. @param retryAfter Seconds after which one may. */
export function answerTooMany(
  c: HttpContext,
  upstream: UpstreamRow,
  { retryAfter, ...cameFor }: CameFor & { readonly retryAfter: Seconds },
): Response {
  const description = `Too many sign-ins were begun: try again after ${retryAfter} seconds`;
  logRefusal(c, { code: "too_many_requests", why: "upstream.throttled", description, retryAfter });
  c.header("Retry-After", String(retryAfter));
  const { signIn, upstream: { unusable } } = pageSetting(c).texts;
  const title = unusable.title(displayName(upstream.display_name));
  const message = signIn.tooManyAttempts(Math.ceil(retryAfter / 60));
  return answerWithWayBack(c, { title, message, status: 429 }, cameFor);
}
